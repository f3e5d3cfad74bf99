import type { Comparison } from '../comparison.js';
import { MissingPart } from '../components.js';
import type { Fixture } from '../fixture.js';
import {
  checkCoordinatedDropout,
  checkSampleValidation,
  checkSelectiveBackprop,
  checkSpikeJitter,
  checkTemporalShift,
} from './augmentations.js';
import { Group } from './group.js';
import {
  checkBitsPerSpike,
  checkR2Score,
  checkRamp,
  checkRegionalBitsPerSpike,
  checkSmoothedMetric,
} from './metrics.js';
import { checkAdamW, checkPlateau } from './optimisation.js';
import { checkArKl, checkArLogProb, checkNormalKl, checkStudentTKl } from './priors.js';
import { checkReconstruction } from './reconstructions.js';
import { checkBidirectionalGru, checkGruCell, checkKernelNormalizedLinear } from './recurrent.js';

type Check = (group: Group) => Comparison[];

/** By top-level group; `variants`: each group below it is a case of its own. */
const CHECKS: Readonly<Record<string, { check: Check; variants?: true }>> = {
  bits_per_spike: { check: checkBitsPerSpike },
  regional_bits_per_spike: { check: checkRegionalBitsPerSpike },
  r2_score: { check: checkR2Score, variants: true },
  smoothed_metric: { check: checkSmoothedMetric, variants: true },
  ar_log_prob: { check: checkArLogProb },
  ar_kl: { check: checkArKl },
  mvn_kl: { check: checkNormalKl, variants: true },
  studentt_kl: { check: checkStudentTKl, variants: true },
  coordinated_dropout: { check: checkCoordinatedDropout, variants: true },
  temporal_shift: { check: checkTemporalShift },
  spike_jitter: { check: checkSpikeJitter },
  sample_validation: { check: checkSampleValidation, variants: true },
  selective_backprop: { check: checkSelectiveBackprop },
  recon: { check: checkReconstruction, variants: true },
  gru_cell: { check: checkGruCell },
  bidirectional_gru: { check: checkBidirectionalGru },
  kernel_normalized_linear: { check: checkKernelNormalizedLinear },
  adamw: { check: checkAdamW },
  plateau: { check: checkPlateau },
  ramp: { check: checkRamp },
};

export interface CheckedFunctions {
  compared: Comparison[];
  /** Groups that nothing here computes. */
  unknown: string[];
}

/** The pure functions of a functions file, group by group. */
export function checkFunctions(fixture: Fixture): CheckedFunctions {
  const paths = fixture.paths();
  const compared: Comparison[] = [];
  const unknown: string[] = [];
  for (const name of new Set(paths.map((path) => path.split('/')[0]!))) {
    const entry = CHECKS[name];
    if (!entry) {
      unknown.push(name);
      continue;
    }
    const groups = entry.variants
      ? new Set(fixture.names(name).map((path) => `${name}/${path.split('/')[0]}`))
      : [name];
    for (const group of groups) {
      try {
        compared.push(...entry.check(new Group(fixture, group)));
      } catch (error) {
        if (!(error instanceof MissingPart)) throw error;
        unknown.push(group);
      }
    }
  }
  return { compared, unknown };
}
