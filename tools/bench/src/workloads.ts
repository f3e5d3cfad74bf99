/** The sizes that a training step is timed at: those of the Neural Latents Benchmark models, and a small one. */
export interface Workload {
  name: string;
  /** Trials per session. */
  batch: readonly number[];
  encodChannels: readonly number[];
  reconChannels: readonly number[];
  /** Size behind a linear read-in; undefined: the data goes to the encoders as it is. */
  readinDim?: number;
  encodSeqLen: number;
  reconSeqLen: number;
  icEncDim: number;
  ciEncDim: number;
  conDim: number;
  coDim: number;
  icDim: number;
  genDim: number;
  facDim: number;
  dropoutRate: number;
}

const large = {
  icEncDim: 100,
  ciEncDim: 80,
  conDim: 80,
  coDim: 4,
  icDim: 100,
  genDim: 100,
  facDim: 40,
  dropoutRate: 0.02,
};

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'lorenz',
    batch: [64],
    encodChannels: [30],
    reconChannels: [30],
    encodSeqLen: 50,
    reconSeqLen: 50,
    icEncDim: 64,
    ciEncDim: 64,
    conDim: 64,
    coDim: 1,
    icDim: 64,
    genDim: 64,
    facDim: 8,
    dropoutRate: 0.05,
  },
  {
    name: 'mc_maze',
    batch: [256],
    encodChannels: [137],
    reconChannels: [182],
    encodSeqLen: 35,
    reconSeqLen: 45,
    icEncDim: 64,
    ciEncDim: 64,
    conDim: 64,
    coDim: 4,
    icDim: 64,
    genDim: 200,
    facDim: 100,
    dropoutRate: 0.3,
  },
  {
    name: 'mc_maze_large',
    batch: [256],
    encodChannels: [122],
    reconChannels: [162],
    encodSeqLen: 140,
    reconSeqLen: 180,
    ...large,
  },
  {
    name: 'mc_rtt',
    batch: [256],
    encodChannels: [98],
    reconChannels: [130],
    encodSeqLen: 120,
    reconSeqLen: 160,
    ...large,
  },
  {
    name: 'multisession',
    batch: [64, 64, 64],
    encodChannels: [107, 114, 122],
    reconChannels: [142, 152, 162],
    readinDim: 50,
    encodSeqLen: 140,
    reconSeqLen: 180,
    ...large,
  },
];

/** Too small to say anything about speed: for trying the commands out. */
export const TINY: Workload = {
  name: 'tiny',
  batch: [2],
  encodChannels: [5],
  reconChannels: [6],
  encodSeqLen: 6,
  reconSeqLen: 8,
  icEncDim: 4,
  ciEncDim: 4,
  conDim: 4,
  coDim: 2,
  icDim: 3,
  genDim: 5,
  facDim: 3,
  dropoutRate: 0.1,
};

export function findWorkload(name: string): Workload {
  const found = [...WORKLOADS, TINY].find((workload) => workload.name === name);
  if (!found) {
    throw new Error(
      `No workload is called "${name}". There are: ${WORKLOADS.map((w) => w.name).join(', ')}.`,
    );
  }
  return found;
}
