import type { Engine } from '../engine.js';
import { KERNEL } from '../kernel-numbers.js';

type Run = Engine['run'];
export type RunArguments = Parameters<Run>;
type Numbers = readonly number[];

const GRU_DX = 4;
const LINEAR_DX = 2;
const DECODER_DEXT = 5;

const gruProducts = ([B, T, I, H]: Numbers) => {
  const rows = 2 * B! * T! * 3 * H!;
  return { input: rows * I!, state: rows * H! };
};

/** Forward operations, those of the external input's product apart. */
function decoderProducts([B, T, G, F, E, I, C, K, , , cell]: Numbers) {
  const rows = 2 * B! * T!;
  const blocks = cell === 0 ? 3 : 1; // of the generator's matrices: a GRU's gates, or the only one
  const generator = blocks * G! * (G! + K!) + F! * G!;
  const controller = 3 * C! * (C! + I! + F!) + 2 * K! * C!;
  return { external: rows * blocks * G! * E!, others: rows * (generator + controller) };
}

const once = (products: Record<string, number>) =>
  Object.values(products).reduce((sum, flops) => sum + flops, 0);

/**
 * Operations in a kernel's matrix products (2mnk each, again for each gradient that is taken; what checkpointing computes
 * again is not counted); 0 for kernels without. `numbers` and the places of the optional outputs are those of native/*.h.
 */
export function kernelFlops(...[kernel, , outputs, numbers]: RunArguments): number {
  const taken = (place: number) => (outputs[place] ? 2 : 1);
  switch (kernel) {
    case KERNEL.gruSequence:
      return once(gruProducts(numbers));
    case KERNEL.gruSequenceGrad: {
      const { input, state } = gruProducts(numbers);
      return taken(GRU_DX) * input + 2 * state;
    }
    case KERNEL.linear:
      return 2 * numbers[0]! * numbers[1]! * numbers[2]!;
    case KERNEL.linearGrad:
      return taken(LINEAR_DX) * 2 * numbers[0]! * numbers[1]! * numbers[2]!;
    case KERNEL.matMul:
      return 2 * numbers[0]! * numbers[1]! * numbers[2]! * numbers[3]!;
    case KERNEL.decoderSequence:
      return once(decoderProducts(numbers));
    case KERNEL.decoderSequenceGrad: {
      const { external, others } = decoderProducts(numbers);
      return taken(DECODER_DEXT) * external + 2 * others;
    }
    default:
      return 0;
  }
}

/** Bytes of everything a call is given to read or write: the least that memory must move, caches aside. */
export function kernelBytes(...[, inputs, outputs]: RunArguments): number {
  const distinct = new Set([...inputs, ...outputs]);
  return [...distinct].reduce((sum, values) => sum + (values?.byteLength ?? 0), 0);
}
