import { type CpuBackendOptions, initCpuBackend } from '@lfads/backend-cpu';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { checkFolder, type FixtureReport } from './check-folder.js';

/** One way in which the model can be computed here. */
export interface Combination {
  /** Heads its column. */
  name: string;
  composite: boolean;
  /** Absent: the plain tfjs back end. */
  cpu?: Required<CpuBackendOptions>;
}

const THREADS = [1, 2];

const onEngine = (engine: 'native' | 'wasm', composite: boolean): Combination[] =>
  THREADS.map((threads) => ({
    name: `${composite ? 'composite' : 'fused'}, ${engine}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
    composite,
    cpu: { engine, threads },
  }));

/** Composite and fused, on every engine, with one thread and two; and without any kernel of this project. */
export const COMBINATIONS: readonly Combination[] = [
  { name: 'composite, tfjs', composite: true },
  { name: 'composite, js', composite: false, cpu: { engine: 'js', threads: 1 } },
  ...onEngine('wasm', true),
  ...onEngine('wasm', false),
  ...onEngine('native', true),
  ...onEngine('native', false),
];

export interface Column {
  combination: Combination;
  reports: FixtureReport[];
}

/** Makes everything compute in this way from now on. */
export async function choose({ composite, cpu }: Combination): Promise<void> {
  setCompositeOps(composite);
  if (cpu) await initCpuBackend(cpu);
  else await tf.setBackend('cpu');
}

/** Checks every fixture of a folder in every way. */
export async function checkMatrix(
  dir: string,
  combinations: readonly Combination[] = COMBINATIONS,
  onColumn: (column: Column) => void = () => {},
): Promise<Column[]> {
  const columns: Column[] = [];
  try {
    for (const combination of combinations) {
      await choose(combination);
      const column = { combination, reports: await checkFolder(dir) };
      onColumn(column);
      columns.push(column);
    }
    return columns;
  } finally {
    setCompositeOps(false);
  }
}
