import { describeUnsupported, type DataSupport, type Reconstruction } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { SIZES, supportedValues } from '../data.js';
import { ensureGradients } from '../gradients.js';
import { ensureClose, ensureFinite, uniforms } from '../numbers.js';
import { partChecks, type Use, withPart } from '../parts.js';
import type { Subject } from '../subject.js';

const { trials: B, steps: T, channels: N } = SIZES;
const SIZE = B * T * N;

export const buildReconstruction: Use<Reconstruction>['build'] = (part, scope) =>
  part.build?.(scope, N);

/** What a read-out might give: `[B,T,N*P]`. */
export const rawParams = ({ nParams }: Reconstruction): tf.Tensor3D =>
  tf.tensor3d(
    uniforms(SIZE * nParams, 9).map((draw) => 1.6 * draw - 0.8),
    [B, T, N * nParams],
  );

const paramsOf = (part: Reconstruction) => part.reshapeOutputParams(rawParams(part));
const dataOf = ({ support }: Reconstruction, seed?: number) =>
  tf.tensor3d(supportedValues(support, SIZE, seed), [B, T, N]);

/** Values at the limits that the support includes. */
const includedLimits = ({ min, max, orZero }: DataSupport): number[] =>
  [min, max, orZero === true ? 0 : undefined].filter((limit) => limit !== undefined);

/** Values that each part of the support excludes, by that part. */
const outside = ({ min, max, above, integer, orZero }: DataSupport): [string, number][] => {
  const beyond: [string, number | undefined][] = [
    ['min', min === undefined ? undefined : min - 1],
    ['max', max === undefined ? undefined : max + 1],
    ['above', above],
    ['integer', integer === true ? Math.ceil(min ?? above ?? 0) + 0.5 : undefined],
  ];
  return beyond.filter(
    (entry): entry is [string, number] =>
      entry[1] !== undefined && !(orZero === true && entry[1] === 0),
  );
};

/** What an observation model must keep to. */
export function reconstructionChecks(subject: Subject): Check[] {
  const use: Use<Reconstruction> = {
    build: buildReconstruction,
    exercise(part) {
      const params = paramsOf(part);
      const data = dataOf(part);
      return {
        params,
        loss: part.computeLoss(data, params),
        means: part.computeMeans(params),
        ...(part.computeL2 && { l2: part.computeL2() }),
        ...(part.summedLoss && { 'summed loss': part.summedLoss(data, params, 0.5) }),
        ...(part.logRates && { 'log rates': part.logRates(params) }),
      };
    },
  };
  const check = (name: string, run: (part: Reconstruction) => void): Check => ({
    name,
    run: () => withPart(subject, use, ({ part }) => tf.tidy(() => void run(part))),
  });
  return [
    ...partChecks(subject, use),
    check('reads P contiguous blocks of N channels from the read-out', (part) => {
      const P = part.nParams;
      const raw = rawParams(part);
      const params = part.reshapeOutputParams(raw);
      ensureShape('reshapeOutputParams(raw)', params.shape, [B, T, N, P]);
      const blocks = tf.transpose(tf.reshape(raw, [B, T, P, N]), [0, 1, 3, 2]);
      ensureClose('reshapeOutputParams(raw)', params.dataSync(), blocks.dataSync());
    }),
    check('gives a loss for every trial, step and channel', (part) => {
      const loss = part.computeLoss(dataOf(part), paramsOf(part));
      ensureShape('The loss', loss.shape, [B, T, N]);
    }),
    check('gives a mean for every trial, step and channel', (part) => {
      ensureShape('The means', part.computeMeans(paramsOf(part)).shape, [B, T, N]);
    }),
    check('has means within the limits of its data', (part) => {
      const { min, max, above, orZero } = part.support;
      const lower = orZero === true ? 0 : Math.max(min ?? -Infinity, above ?? -Infinity);
      const means = [...part.computeMeans(paramsOf(part)).dataSync()];
      const found = means.find((mean) => mean < lower || mean > (max ?? Infinity));
      ensure(found === undefined, `A mean is ${found}, but data like that are refused.`);
    }),
    check("loses at an element by that element's parameters alone", (part) => {
      const data = dataOf(part);
      const raw = rawParams(part).dataSync().slice();
      const lossOf = () => {
        const tensor = tf.tensor3d(raw, [B, T, N * part.nParams]);
        return part.computeLoss(data, part.reshapeOutputParams(tensor)).dataSync();
      };
      const before = lossOf();
      raw[0]! += 0.3; // trial 0, step 0, channel 0
      const after = lossOf();
      const at = after.findIndex((value, i) => i > 0 && value !== before[i]);
      ensure(
        at === -1,
        `The loss of element ${at} changes with the parameters of element 0 of [trial, time, channel].`,
      );
    }),
    {
      name: "its loss's gradient agrees with differences",
      run: () =>
        withPart(subject, use, ({ part, variables }) =>
          tf.tidy(() => {
            const data = dataOf(part);
            const run: Parameters<typeof ensureGradients>[0]['run'] = ({ raw }) =>
              part.computeLoss(data, part.reshapeOutputParams(raw as tf.Tensor3D));
            ensureGradients({ run, inputs: { raw: rawParams(part) }, variables });
          }),
        ),
    },
    {
      name: "its penalty's gradient agrees with differences",
      run: () =>
        withPart(subject, use, ({ part, variables }) => {
          if (!part.computeL2) return;
          tf.tidy(() => {
            ensureShape('computeL2()', part.computeL2!().shape, []);
            ensureGradients({ run: () => part.computeL2!(), inputs: {}, variables });
          });
        }),
    },
    check('its summed loss is the sum of its loss, with the same gradient', (part) => {
      if (!part.summedLoss) return;
      const data = dataOf(part);
      const shown = uniforms(SIZE, 6).map((draw) => Number(draw < 0.6));
      const mask = tf.tensor3d(shown, [B, T, N], 'bool');
      const scale = 0.3;
      const params = paramsOf(part);
      const elementwise = (given: tf.Tensor) =>
        tf.mul(tf.sum(part.computeLoss(data, given as tf.Tensor4D)), scale) as tf.Scalar;
      const passing = (given: tf.Tensor) => {
        const losses = part.computeLoss(data, given as tf.Tensor4D);
        return tf.mul(tf.sum(tf.mul(losses, tf.cast(mask, 'float32'))), scale) as tf.Scalar;
      };
      const summed = (gradMask?: tf.Tensor) => (given: tf.Tensor) =>
        part.summedLoss!(data, given as tf.Tensor4D, scale, gradMask);
      const tolerance = { relative: 1e-4, absolute: 1e-4 };
      for (const gradMask of [undefined, mask]) {
        ensureShape('summedLoss', summed(gradMask)(params).shape, []);
        const [found, expected] = [summed(gradMask)(params), elementwise(params)];
        ensureClose('summedLoss', found.dataSync(), expected.dataSync(), tolerance);
        ensureClose(
          gradMask ? "summedLoss's gradient, masked" : "summedLoss's gradient",
          tf.grad(summed(gradMask))(params).dataSync(),
          tf
            .grad(gradMask ? passing : elementwise)(params)
            .dataSync(),
          tolerance,
        );
      }
    }),
    check('its log rates are the logarithms of its means', (part) => {
      if (!part.logRates) return;
      const params = paramsOf(part);
      const rates = tf.exp(part.logRates(params));
      ensureShape('logRates', rates.shape, [B, T, N]);
      ensureClose('exp(logRates)', rates.dataSync(), part.computeMeans(params).dataSync());
    }),
    check('has a finite loss on all data that it is defined on', (part) => {
      const params = paramsOf(part);
      const loss = (data: tf.Tensor3D) => part.computeLoss(data, params).dataSync();
      for (const seed of [1, 2, 3]) ensureFinite('The loss', loss(dataOf(part, seed)));
      for (const limit of includedLimits(part.support)) {
        const data = dataOf(part).dataSync().slice().fill(limit, 0, N);
        ensureFinite(`The loss of ${limit}`, loss(tf.tensor3d(data, [B, T, N])));
      }
    }),
    check('refuses data outside its support, naming trial and channel', (part) => {
      const { support } = part;
      const numbers = [support.min, support.max, support.above].filter((n) => n !== undefined);
      ensure(!numbers.some(Number.isNaN), 'A limit of its support is NaN, which excludes nothing.');
      const inside = supportedValues(support, SIZE);
      const refusal = describeUnsupported(inside, [B, T, N], support);
      ensure(refusal === undefined, `It refuses data within its own limits: ${refusal}.`);
      for (const [limit, value] of outside(support)) {
        const data = inside.slice();
        data[(1 * T + 2) * N + 3] = value;
        const message = describeUnsupported(data, [B, T, N], support);
        ensure(
          message !== undefined && /trial 1\b.*channel 3\b/.test(message),
          `Its support (${limit}) lets ${value} pass: ${message}.`,
        );
      }
    }),
  ];
}
