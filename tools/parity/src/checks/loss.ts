import { type Batch, type Lfads, lossAndGradients, type LossAndGradients } from '@lfads/core';
import { globalNorm } from '@lfads/ops';
import { compareGradient, compareValues, type Comparison, missing } from '../comparison.js';
import type { Fixture } from '../fixture.js';
import { FixtureRandom } from '../fixture-random.js';

/** The metrics that hold the parts of a loss, by the fixture's names. */
const METRICS: Readonly<Record<string, string>> = {
  recon: 'recon',
  ic_kl: 'wt_kl/ic',
  co_kl: 'wt_kl/co',
  l2: 'wt_l2',
  l2_ramp: 'wt_l2/ramp',
  kl_ramp: 'wt_kl/ramp',
  bps: 'bps',
  co_bps: 'co_bps',
  fp_bps: 'fp_bps',
  r2: 'r2',
};

/** Loss, its parts, and gradients of one pass; `prefix` is '' or 'stochastic/'. */
export function checkLoss(
  fixture: Fixture,
  model: Lfads,
  batch: Batch,
  { loss, grads, sample }: { loss: string; grads: string; sample: boolean },
): Comparison[] {
  if (fixture.names(loss).length === 0) return [];
  const result = lossAndGradients(model, batch, {
    split: 'train',
    epoch: fixture.config.epoch,
    random: new FixtureRandom(fixture),
    sample,
  });
  return [
    ...compareParts(fixture, loss, result),
    ...compareGradients(fixture, model, grads, result),
  ];
}

function compareParts(fixture: Fixture, group: string, result: LossAndGradients): Comparison[] {
  const part = (name: string): number[] | undefined => {
    if (name === 'total') return [result.loss];
    if (name === 'recon_sess') {
      return fixture.config.batch.map((_, s) => result.metrics.get(`recon/sess${s}`)!);
    }
    const unscaled = /^(ic|co)_kl_unscaled$/.exec(name);
    if (unscaled) {
      const scale = unscaled[1] === 'ic' ? fixture.config.kl_ic_scale : fixture.config.kl_co_scale;
      return scale === 0 ? undefined : [result.metrics.get(`wt_kl/${unscaled[1]}`)! / scale];
    }
    const metric = METRICS[name];
    const value = metric === undefined ? undefined : result.metrics.get(metric);
    return value === undefined ? undefined : [value];
  };
  return fixture.names(group).map((name) => {
    const path = `${group}/${name}`;
    const found = part(name);
    if (!found) return missing(path, 'the loss has no such part');
    return compareValues(path, found, fixture.values(path), fixture.float32Error(path));
  });
}

function compareGradients(
  fixture: Fixture,
  model: Lfads,
  group: string,
  { gradients }: LossAndGradients,
): Comparison[] {
  const named = fixture.names(group).map((name) => {
    const path = `${group}/${name}`;
    const expected = fixture.values(path);
    const found = gradients.get(name)?.dataSync() ?? new Float32Array(expected.length);
    return compareGradient(path, found, expected, fixture.float32Error(path));
  });
  const unexpected = [...gradients.keys()]
    .filter((name) => !fixture.has(`${group}/${name}`))
    .filter((name) => !isZero(gradients.get(name)!.dataSync()))
    .map((name) => missing(`${group}/${name}`, 'the reference has no gradient here'));
  const frozen = [...model.parameters.entries]
    .filter(([name, { trainable }]) => trainable === fixture.frozen.has(name))
    .map(([name]) =>
      missing(`frozen/${name}`, 'trained here and not there, or the other way round'),
    );
  const norm = `${group}_norm`;
  if (!fixture.has(norm)) return [...named, ...unexpected, ...frozen];
  const found = globalNorm([...gradients.values()]).dataSync();
  return [
    ...named,
    ...unexpected,
    ...frozen,
    compareValues(norm, found, fixture.values(norm), fixture.float32Error(norm)),
  ];
}

const isZero = (values: ArrayLike<number>) => Array.from(values).every((value) => value === 0);
