import { readFile } from 'node:fs/promises';
import { type DecoderCell, decoderSequence, type DecoderSequenceTensors } from '@lfads/ops';
import { decodeSafetensors, type NamedArray } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Values } from '../comparison.js';
import type { Computed } from './computed.js';

/** Written by scripts/record-simple-cells.py, with PyTorch in float32. */
const RECORDED = new URL('../../recorded/simple-cells.safetensors', import.meta.url);
/** Of the states, in that script. */
const CLIP = 2;

export const SIMPLE_CELLS = ['tanh', 'relu', 'linear'] as const satisfies readonly DecoderCell[];

/** Decoders with generators without gates, which no fixture of the reference implementation holds. */
export interface SimpleCells {
  /** By path, what PyTorch computed. */
  recorded: (path: string) => Values;
  /** The same paths, by the current backend. */
  compute: () => Computed;
}

export async function readSimpleCells(): Promise<SimpleCells> {
  const arrays = decodeSafetensors(await readFile(RECORDED), RECORDED.pathname);
  const networks = new Set([...arrays.keys()].map((path) => path.split('/')[0]!));
  const decodeAll = () =>
    [...networks].flatMap((network) =>
      SIMPLE_CELLS.flatMap((cell) => decode(cell, network, arrays)),
    );
  return {
    recorded: (path) => arrays.get(path)!.values,
    compute: () => tf.tidy(() => new Map(decodeAll()) as never) as Computed,
  };
}

function decode(
  cell: DecoderCell,
  network: string,
  arrays: ReadonlyMap<string, NamedArray>,
): [string, Values][] {
  const named = (group: string): Record<string, Tensor> => {
    const prefix = `${network}/${group}/`;
    const found = [...arrays].filter(([path]) => path.startsWith(prefix));
    return Object.fromEntries(
      found.map(([path, { shape, values }]) => [
        path.slice(prefix.length),
        tf.tensor(Float32Array.from(values), [...shape]),
      ]),
    );
  };
  const inputs = named('input');
  const names = Object.keys(inputs);
  const { factors: factorSlopes, genStates: stateSlopes } = named('slope');
  const decoded = (tensors: readonly Tensor[]) =>
    decoderSequence(
      Object.fromEntries(tensors.map((t, i) => [names[i], t])) as unknown as DecoderSequenceTensors,
      { steps: (inputs['ext'] as Tensor3D).shape[1], clip: CLIP, maskScale: 1, cell },
    );
  const loss = (...tensors: Tensor[]) => {
    const { factors, genStates } = decoded(tensors);
    return tf.add(tf.sum(tf.mul(factors, factorSlopes!)), tf.sum(tf.mul(genStates, stateSlopes!)));
  };
  const { factors, genStates } = decoded(Object.values(inputs));
  const gradients = tf.grads(loss)(Object.values(inputs));
  const found: [string, Tensor][] = [
    ['output/factors', factors],
    ['output/genStates', genStates],
    ...names.map((name, i): [string, Tensor] => [`grads/${name}`, gradients[i]!]),
  ];
  return found.map(([path, tensor]) => [
    `${network}/${cell}/${path}`,
    Float64Array.from(tensor.dataSync()),
  ]);
}
