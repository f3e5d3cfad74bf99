import {
  Affine,
  type Augmentation,
  AugmentationStack,
  type Batch,
  CoordinatedDropout,
  FanInLinear,
  Identity,
  Lfads,
  lfadsHyperparameters,
  lfadsScalars,
  type Prior,
  type Reconstruction,
  type SessionBatch,
  zeros,
} from '@lfads/core';
import { createPart } from './components.js';
import type { Fixture, PartConfig } from './fixture.js';
import { withStoredNoise } from './fixture-random.js';

/**
 * The model of a fixture, with its parameters. `stochastic`: with the dropout and the coordinated dropout
 * of the fixture's random step.
 *
 * @throws MissingPart
 */
export function fixtureModel(fixture: Fixture, stochastic = false): Lfads {
  const { config } = fixture;
  const known = Object.entries(config).filter(([name]) => name in lfadsScalars);
  const random = stochastic ? config.stochastic! : { dropout_rate: 0, cd_rate: 0, cd_pass_rate: 0 };
  const hparams = lfadsHyperparameters({
    ...(Object.fromEntries(known) as Parameters<typeof lfadsHyperparameters>[0]),
    dropout_rate: random.dropout_rate,
    compat: 'lfads-torch-1.1',
  });
  const sessions = config.batch.map((_, session) => session);
  const reconstruction = sessions.map((s) =>
    createReconstruction(config.reconstruction, config.recon_dims[s]!),
  );
  const coordinatedDropout = new CoordinatedDropout({
    cdRate: random.cd_rate,
    cdPassRate: random.cd_pass_rate,
    icEncSeqLen: config.ic_enc_seq_len,
  });
  const augmentations = (parts: PartConfig[]) =>
    parts.map((part) => createPart<Augmentation>(part));
  const prior = (part: PartConfig) => withStoredNoise(createPart<Prior>(part), fixture);
  const model = new Lfads(hparams, {
    readin: sessions.map((s) => createReadin(fixture, config.encod_dims[s]!)),
    readout: sessions.map(
      (s) =>
        new FanInLinear({
          inFeatures: config.fac_dim,
          outFeatures: config.recon_dims[s]! * reconstruction[s]!.nParams,
        }),
    ),
    reconstruction,
    icPrior: prior(config.ic_prior),
    coPrior: prior(config.co_prior),
    trainAugStack: new AugmentationStack({
      transforms: [...augmentations(config.train_aug), ...(stochastic ? [coordinatedDropout] : [])],
    }),
    inferAugStack: new AugmentationStack({ transforms: augmentations(config.infer_aug) }),
  });
  model.build(0);
  model.parameters.load(fixtureParameters(fixture, 'params'));
  return model;
}

/** Parameters stored in `group`, by name. */
export const fixtureParameters = (fixture: Fixture, group: string) =>
  new Map(
    fixture.names(group).map((name) => {
      const path = `${group}/${name}`;
      return [name, { shape: fixture.shape(path), values: fixture.values(path) }];
    }),
  );

/** The fixture's batch; the caller owns its tensors. */
export function fixtureBatch(fixture: Fixture): Batch {
  const optional = <Name extends string>(session: number, name: string, key: Name) => {
    const path = `batch/${session}/${name}`;
    return fixture.has(path) ? ({ [key]: fixture.tensor(path) } as Record<Name, never>) : {};
  };
  return new Map(
    fixture.config.batch.map((_, s): [number, SessionBatch] => [
      s,
      {
        encodData: fixture.tensor(`batch/${s}/encod_data`) as SessionBatch['encodData'],
        reconData: fixture.tensor(`batch/${s}/recon_data`) as SessionBatch['reconData'],
        ...optional(s, 'ext_input', 'extInput'),
        ...optional(s, 'truth', 'truth'),
      },
    ]),
  );
}

/** Options that say how many channels there are belong to each session. */
const createReconstruction = (part: PartConfig, channels: number): Reconstruction =>
  createPart(part.recon_dim === undefined ? part : { ...part, recon_dim: channels });

const createReadin = ({ config }: Fixture, channels: number) =>
  config.readin === 'identity'
    ? new Identity()
    : new Affine({
        inFeatures: channels,
        outFeatures: config.encod_data_dim,
        initialWeight: () => zeros,
        initialBias: () => zeros,
        trainable: config.readin_grad,
      });
