import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readH5 } from '@lfads/data';
import { describe, expect, it } from 'vitest';
import { bitsPerSpike } from './bits-per-spike.js';
import { evaluate } from './evaluation.js';
import { fromRecording } from './from-recording.js';
import type { Series } from './series.js';
import { smooth } from './smooth.js';

/**
 * What nlb_tools 0.0.3's `evaluation.py` gives (NumPy 2.4, scikit-learn 1.9) for the recordings, with smoothed counts for
 * rates: of the grasp with sd 8 and 0.01 added, against the training trials' averages by grip, smoothed with sd 5; of the
 * continuous movements with sd 1, for their velocities, without and with a lead of one bin (NaN in the last one).
 */
const NLB_TOOLS = {
  grasp: { co_bps: 0.29290312447308353, fp_bps: 0.2951761804907044, psth_r2: -1.0117332522446838 },
  velocity: 0.4633604295638533,
  velocityOnePenalty: 0.4633642169032101,
  velocityLead: 0.5075233867603324,
};

const shared = (path: string) =>
  fileURLToPath(new URL(`../../../../shared/${path}`, import.meta.url));
const GRASP = shared('data/macaque_grasp_cosmooth.h5');
const CONTINUOUS = shared('data/macaque_continuous.h5');
const FUNCTIONS = shared('parity/functions.h5');

describe.skipIf(!existsSync(GRASP))('a reach to grasp with held-out units and bins ahead', () => {
  it('has the scores of nlb_tools, and none of behaviour', async () => {
    const arrays = await readH5(GRASP);
    const { shape, data } = smooth(arrays.get('valid_recon_data')!, 8);
    const valid = { shape, data: Float64Array.from(data, (rate) => rate + 0.01) };
    const { scores, absent } = evaluate(fromRecording(arrays, { valid }, { psthSd: 5 }), {
      search: true,
    });
    for (const [name, score] of Object.entries(NLB_TOOLS.grasp)) {
      expect(scores[name as keyof typeof scores], name).toBeCloseTo(score, 9);
    }
    expect(absent).toEqual({
      behavior_r2: 'there is no train_behavior with a valid_behavior',
      tp_corr: 'there is no valid_behavior with one row a trial',
    });
  });
});

describe.skipIf(!existsSync(CONTINUOUS))('continuous hand movements', () => {
  it('are decoded as by nlb_tools: penalty searched or not, activity leading or not', async () => {
    const arrays = await readH5(CONTINUOUS);
    const rates = (split: string): Series => smooth(arrays.get(`${split}_recon_data`)!, 1);
    const inferred = { train: rates('train'), valid: rates('valid') };
    const score = (behaviorLag: number, search: boolean) =>
      evaluate(
        fromRecording(arrays, inferred, { psthSd: 5, behaviorChannels: [2, 3], behaviorLag }),
        { search },
      ).scores.behavior_r2;
    expect(score(0, true)).toBeCloseTo(NLB_TOOLS.velocity, 7);
    expect(score(0, false)).toBeCloseTo(NLB_TOOLS.velocityOnePenalty, 7);
    expect(score(1, true)).toBeCloseTo(NLB_TOOLS.velocityLead, 7);
  });
});

describe.skipIf(!existsSync(FUNCTIONS))('bits per spike', () => {
  it('of rates are those that the reference computes from their logarithms', async () => {
    const arrays = await readH5(FUNCTIONS);
    const get = (name: string) => arrays.get(`bits_per_spike/${name}`)!;
    const { shape, data } = get('log_rates');
    const rates = { shape, data: Float64Array.from(data as ArrayLike<number>, Math.exp) };
    expect(bitsPerSpike(rates, get('counts'))).toBeCloseTo(get('result').data[0]!, 5);
  });
});
