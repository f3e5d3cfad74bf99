import * as ops from '@lfads/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluate, randomMask, randomTensor } from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';
import { CELLS, generatorRows } from '../testing/recurrent-tensors.js';

type Named = Record<string, Tensor>;
type Option = { gradientCheckpointing: boolean };
type Run = (tensors: Named, option: Option) => Named;

function expectSameBits(tensors: Named, run: Run): void {
  const values = (gradientCheckpointing: boolean) =>
    evaluate(tensors, (t) => run(t, { gradientCheckpointing }));
  const [kept, again] = [values(false), values(true)];
  expect(Object.keys(again)).toEqual(Object.keys(kept));
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  const different = Object.keys(kept).filter(
    (name) => !bytes(again[name]!).equals(bytes(kept[name]!)),
  );
  expect(different).toEqual([]);
}

const gruTensors = (B: number, T: number, I: number, H: number): Named => ({
  x: randomTensor([B, T, I], 1),
  h0: randomTensor([1, H], 2),
  weightIh: randomTensor([3 * H, I], 3, 0.5),
  weightHh: randomTensor([3 * H, H], 4, 0.5),
  bias: randomTensor([3 * H], 5, 0.5),
});
const gru =
  (options: ops.GruSequenceOptions, mask?: Tensor): Run =>
  (tensors, option) => ({
    h: ops.gruSequence({ ...tensors, mask } as unknown as ops.GruSequenceTensors, {
      ...options,
      ...option,
    }),
  });

interface DecoderTraits {
  steps: number;
  controller?: boolean;
  ext?: boolean;
  masked?: boolean;
  cell?: ops.DecoderCell;
}
const [B, G, F, I, C, K] = [37, 21, 9, 14, 19, 3];
function decoderTensors({ steps: T, controller, ext, cell = 'gru' }: DecoderTraits): Named {
  const rows = generatorRows(cell, G);
  const inputs = (controller ? K : 0) + (ext ? 2 : 0);
  return {
    g0: randomTensor([B, G], 1),
    genWeightHh: randomTensor([rows, G], 2, 0.4),
    genBias: randomTensor([rows], 3),
    facWeight: randomTensor([F, G], 4, 0.4),
    ...(inputs > 0 && { genWeightIh: randomTensor([rows, inputs], 5) }),
    ...(ext && { ext: randomTensor([B, T, 2], 6) }),
    ...(controller && {
      ci: randomTensor([B, T, I], 7),
      conH0: randomTensor([1, C], 8),
      conWeightIh: randomTensor([3 * C, I + F], 9, 0.4),
      conWeightHh: randomTensor([3 * C, C], 10, 0.4),
      conBias: randomTensor([3 * C], 11),
      coWeight: randomTensor([2 * K, C], 12, 0.4),
      coBias: randomTensor([2 * K], 13),
    }),
  };
}
function decoder({ steps, controller, masked, cell }: DecoderTraits): Run {
  const fixed = {
    ...(controller && { coNoise: randomTensor([B, steps, K], 20) }),
    ...(masked && { g0Mask: randomMask([B, G], 21), genMask: randomMask([B, steps, G], 22) }),
    ...(masked && controller && { conMask: randomMask([B, steps, I + F], 23) }),
  };
  const options = { steps, clip: 0.9, maskScale: masked ? 1.4 : 1, cell };
  return (tensors, option) =>
    ops.decoderSequence({ ...tensors, ...fixed } as unknown as ops.DecoderSequenceTensors, {
      ...options,
      ...option,
    }) as unknown as Named;
}

describe.each(enginesUnderTest)('gradient checkpointing on $name', ({ start }) => {
  beforeAll(start);

  const outputs = ['sequence', 'last'] as const;
  describe.each(outputs)('changes no bit of a GRU with output %s', (output) => {
    test.each([2, 4, 9, 16, 23, 64])('over %i steps', (T) => {
      expectSameBits(gruTensors(7, T, 5, 19), gru({ output, clip: 0.9 }));
    });

    test('over a single step', () => {
      const { x, ...weights } = gruTensors(7, 1, 5, 19);
      expectSameBits(weights, (tensors, option) => gru({ output })({ ...tensors, x: x! }, option));
    });

    test('that runs backwards over masked inputs of many trials', () => {
      const run = gru({ output, reverse: true, maskScale: 1.5 }, randomMask([75, 11, 21], 6));
      expectSameBits(gruTensors(75, 11, 21, 32), run);
    });
  });

  // checkpointing keeps activations in scratch memory, where the kernels write past no cache
  describe('changes no bit where activations without it are more than caches hold', () => {
    const steps = 700;
    test('of a GRU', () => {
      expectSameBits(gruTensors(75, steps, 3, 30), gru({ output: 'last' }));
    });
    test('of a decoder', () => {
      const traits = { controller: true, steps };
      expectSameBits(decoderTensors(traits), decoder(traits));
    });
  });

  test.each([
    ['without inputs', {}],
    ['with external input', { ext: true, masked: true }],
    ['with a controller', { controller: true }],
    [
      'with a controller, external input and dropout',
      { controller: true, ext: true, masked: true },
    ],
  ])('changes no bit of a decoder %s', (_, traits) => {
    for (const cell of CELLS) {
      for (const steps of [1, 2, 13]) {
        const decoding = { steps, cell, ...traits };
        expectSameBits(decoderTensors(decoding), decoder(decoding));
      }
    }
  });
});
