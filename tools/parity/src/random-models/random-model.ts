import fc from 'fast-check';

/** A model of random sizes and parts, with the data it gets. */
export interface RandomModel {
  sessions: { trials: number; encodChannels: number; heldOut: number }[];
  /** Whether a linear read-in maps each session to these channels; else there is one session, or all have as many. */
  encodDataDim: number;
  encodSeqLen: number;
  icEncSeqLen: number;
  forwardSteps: number;
  icEncDim: number;
  icDim: number;
  genDim: number;
  facDim: number;
  extInputDim: number;
  controller: {
    ciEncDim: number;
    conDim: number;
    coDim: number;
    ciLag: number;
    causal: boolean;
  } | null;
  cell: 'none' | 'GruCell' | 'tanh' | 'relu' | 'LinearCell' | 'LstmCell';
  icPrior: 'MultivariateNormal' | 'MultivariateStudentT' | 'Laplace' | 'Null';
  coPrior: RandomModel['icPrior'] | 'AutoregressiveMultivariateNormal';
  reconstruction: Reconstruction;
  dropoutRate: number;
  cellClip: number;
  cdRate: number;
  cdPassRate: number;
  checkpointing: boolean;
  variational: boolean;
  reduceMean: boolean;
  l2Scale: number;
  klScale: number;
  epoch: number;
  seed: number;
}

export const RECONSTRUCTIONS = [
  'Poisson',
  'PoissonBPS',
  'NegativeBinomial',
  'Bernoulli',
  'MSE',
  'Gaussian',
  'Gamma',
  'ZeroInflatedGamma',
] as const;
type Reconstruction = (typeof RECONSTRUCTIONS)[number];

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const PRIORS = ['MultivariateNormal', 'MultivariateStudentT', 'Laplace', 'Null'] as const;

/** Sizes from one on, so that most are no multiple of a vector's width. */
export const randomModel: fc.Arbitrary<RandomModel> = fc
  .record({
    sessions: fc.array(
      fc.record({ trials: upTo(5), encodChannels: upTo(9), heldOut: upTo(3, 0) }),
      { minLength: 1, maxLength: 3 },
    ),
    encodDataDim: upTo(9),
    encodSeqLen: upTo(9, 2),
    icEncSeqLen: upTo(4, 0),
    forwardSteps: upTo(4, 0),
    icEncDim: upTo(9),
    icDim: upTo(6),
    // Not 1: a normalised row of one value does not depend on it, and rounding is all of its gradient.
    genDim: upTo(19, 2),
    facDim: upTo(7),
    extInputDim: upTo(2, 0),
    controller: fc.option(
      fc.record({
        ciEncDim: upTo(9),
        conDim: upTo(9),
        coDim: upTo(4),
        ciLag: upTo(3, 0),
        causal: fc.boolean(),
      }),
      { freq: 3 },
    ),
    cell: fc.constantFrom('none', 'GruCell', 'tanh', 'relu', 'LinearCell', 'LstmCell'),
    icPrior: fc.constantFrom(...PRIORS),
    coPrior: fc.constantFrom(...PRIORS, 'AutoregressiveMultivariateNormal'),
    reconstruction: fc.constantFrom(...RECONSTRUCTIONS),
    dropoutRate: fc.constantFrom(0, 0.3),
    cellClip: fc.constantFrom(0.2, 5),
    cdRate: fc.constantFrom(0, 0.4),
    cdPassRate: fc.constantFrom(0, 0.2),
    checkpointing: fc.boolean(),
    variational: fc.boolean(),
    reduceMean: fc.boolean(),
    l2Scale: fc.constantFrom(0, 1),
    klScale: fc.constantFrom(0, 1e-2),
    epoch: upTo(100, 0),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .map((model) => {
    const icEncSeqLen = Math.min(model.icEncSeqLen, model.encodSeqLen - 1);
    const { controller, checkpointing, cell, variational } = model;
    return {
      ...model,
      icEncSeqLen,
      controller: controller && { ...controller, causal: controller.causal && icEncSeqLen > 0 },
      checkpointing: checkpointing && cell !== 'LstmCell',
      ...(!variational && { icPrior: 'Null', coPrior: 'Null' }),
    };
  }) as fc.Arbitrary<RandomModel>;
