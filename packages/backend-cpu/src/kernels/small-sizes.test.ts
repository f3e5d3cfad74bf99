import { beforeAll, describe, test } from 'vitest';
import { expectSameAsComposite } from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';
import {
  CELLS,
  decoderTensors,
  gruTensors,
  runDecoder,
  runGru,
} from '../testing/recurrent-tensors.js';

/** One trial, one step, and widths below, at and just past whole vectors of 4, 8 and 16. */
const BATCHES_AND_STEPS = [
  [1, 1],
  [1, 6],
  [6, 1],
] as const;
const WIDTHS = [1, 3, 15, 17, 33];

describe.each(enginesUnderTest)('small and odd sizes on $name', ({ start }) => {
  beforeAll(start);

  describe.each(BATCHES_AND_STEPS)('batch %i, %i steps', (B, T) => {
    test.each(WIDTHS)('a GRU of %i units', (H) => {
      expectSameAsComposite(gruTensors({ B, T, I: H + 2, H }), runGru({ clip: 0.7 }));
    });

    describe.each(CELLS)('a decoder whose generator is %s', (cell) => {
      test.each(WIDTHS)('with %i units', (G) => {
        const sizes = { B, T, G, F: (G + 1) >> 1, I: G + 1, C: G + 2, K: (G + 3) >> 2 };
        expectSameAsComposite(decoderTensors(sizes, cell), runDecoder(sizes, 0.7, cell));
      });
    });
  });
});
