import { type FeatureSize, LfadsError, type SessionInfo } from '../contracts/index.js';
import { type LfadsHyperparameters, usesController } from './hyperparameters.js';
import type { LfadsParts } from './parts.js';
import { placeSizes } from './place-sizes.js';

/**
 * @param data the sessions' sizes as found in their files, if known
 * @throws LfadsError (LFADS_MODEL_DIMENSIONS) with a line for every disagreement
 */
export function checkDimensions(
  hps: LfadsHyperparameters,
  parts: LfadsParts,
  data?: readonly SessionInfo[],
): void {
  const faults = [
    ...checkLengths(hps),
    ...checkParts(hps, parts, data),
    ...(data ?? []).flatMap((session) => checkSteps(hps, session)),
  ];
  if (faults.length === 0) return;
  throw new LfadsError(
    'LFADS_MODEL_DIMENSIONS',
    `The model's configuration does not fit together${data ? ' with the data' : ''}:\n  ${faults.join('\n  ')}`,
    'Change the named keys, or choose the data that the model was configured for.',
  );
}

function checkLengths(hps: LfadsHyperparameters): string[] {
  const faults: string[] = [];
  if (hps.reconSeqLen < hps.encodSeqLen) {
    faults.push(
      `model.recon_seq_len is ${hps.reconSeqLen}, less than encod_seq_len, ${hps.encodSeqLen}`,
    );
  }
  if (hps.ciEncCausal && hps.icEncSeqLen === 0) {
    faults.push(
      'model.ci_enc_causal is true, but with ic_enc_seq_len 0 the initial condition is inferred from the whole trial',
    );
  }
  if (hps.icEncSeqLen >= hps.encodSeqLen) {
    faults.push(
      `model.ic_enc_seq_len is ${hps.icEncSeqLen}, but must be less than encod_seq_len, ${hps.encodSeqLen}`,
    );
  }
  return faults;
}

function checkSteps(hps: LfadsHyperparameters, session: SessionInfo): string[] {
  const sizes: [string, number, string, number][] = [
    ['encod_seq_len', hps.encodSeqLen, 'encod_data: axis 1 (time)', session.encodSteps],
    ['recon_seq_len', hps.reconSeqLen, 'recon_data: axis 1 (time)', session.reconSteps],
    ['ext_input_dim', hps.extInputDim, 'ext_input: axis 2 (channels)', session.extInputDim],
  ];
  return sizes.flatMap(([key, expected, where, found]) =>
    disagreement(`model.${key}`, expected, `${session.path}, ${where}`, found),
  );
}

function checkParts(
  hps: LfadsHyperparameters,
  parts: LfadsParts,
  data: readonly SessionInfo[] | undefined,
): string[] {
  const sessions = data?.length ?? parts.readin.length;
  const counts = (['readin', 'readout', 'reconstruction'] as const).flatMap((name) =>
    parts[name].length === sessions
      ? []
      : [`model.${name} has ${parts[name].length} part(s), for ${sessions} session(s)`],
  );
  if (counts.length > 0) return counts;
  return [
    ...disagreement('model.ic_prior.shape', parts.icPrior.shape, 'model.ic_dim', hps.icDim),
    ...(usesController(hps)
      ? disagreement('model.co_prior.shape', parts.coPrior.shape, 'model.co_dim', hps.coDim)
      : []),
    ...(!hps.variational && (parts.icPrior.variational || parts.coPrior.variational)
      ? ['model.variational is false: ic_prior and co_prior must be Null']
      : []),
    ...parts.readin.flatMap((_, s) => checkSession(hps, parts, s, data?.[s])),
  ];
}

function checkSession(
  hps: LfadsHyperparameters,
  parts: LfadsParts,
  s: number,
  info: SessionInfo | undefined,
): string[] {
  const readin = parts.readin[s]!;
  const readout = parts.readout[s]!;
  const { nParams } = parts.reconstruction[s]!;
  const inChannels = info && `${info.path}, encod_data: axis 2 (channels)`;
  const outChannels =
    info && `${info.path}, recon_data: axis 2 (channels)${nParams > 1 ? ` times ${nParams}` : ''}`;
  const outputs = info && info.reconChannels * nParams;
  const places = placeSizes(hps, parts, s, info);
  return [
    ...unknown(`model.readin.${s}.in_features`, places.readin.inFeatures),
    ...unknown(`model.readout.${s}.out_features`, places.readout.outFeatures),
    ...disagreement(
      `model.readin.${s}.out_features`,
      readin.outFeatures,
      'model.encod_data_dim',
      hps.encodDataDim,
    ),
    ...disagreement(
      `model.readout.${s}.in_features`,
      readout.inFeatures,
      'model.fac_dim',
      hps.facDim,
    ),
    ...(readin.inFeatures === undefined
      ? disagreement('model.encod_data_dim', hps.encodDataDim, inChannels, info?.encodChannels)
      : disagreement(
          `model.readin.${s}.in_features`,
          readin.inFeatures,
          inChannels,
          info?.encodChannels,
        )),
    ...(readout.outFeatures === undefined
      ? disagreement('model.fac_dim', hps.facDim, outChannels, outputs)
      : disagreement(`model.readout.${s}.out_features`, readout.outFeatures, outChannels, outputs)),
  ];
}

const disagreement = (
  key: string,
  expected: FeatureSize | undefined,
  where: string | undefined,
  found: number | undefined,
): string[] =>
  expected === undefined ||
  expected === 'auto' ||
  where === undefined ||
  found === undefined ||
  expected === found
    ? []
    : [`${key} is ${expected}, but ${where} is ${found}`];

const unknown = (key: string, size: number | undefined): string[] =>
  size === undefined ? [`${key} is auto, but there are no data to read it from`] : [];
