import { alignedBehavior, type BehaviorOptions } from './behavior.js';
import { conditionsOf } from './conditions.js';
import type { EvaluationData } from './evaluation.js';
import type { Arrays, Rates } from './from-recording.js';
import { crop, type Series } from './series.js';

/**
 * What rates can be scored against, from the arrays of one data set in a file of evaluation targets, as nlb_tools'
 * `make_eval_target_tensors` writes them (`eval_spikes_heldout`, `eval_behavior`, `psth`, …). The held-out channels are the
 * last ones of the rates, and the steps ahead follow those of `eval_spikes_heldout`.
 */
export function fromTarget(
  target: Arrays,
  rates: Rates,
  options: BehaviorOptions = {},
): EvaluationData {
  const get = (key: string): Series | undefined => target.get(key);
  const data: EvaluationData = { absent: {} };
  const channels = rates.valid.shape[2]!;
  const heldOut = get('eval_spikes_heldout');
  const steps = heldOut?.shape[1] ?? rates.valid.shape[1]!;
  const observed = crop(rates.valid, { steps: [0, steps] });
  if (heldOut) {
    const last = [channels - heldOut.shape[2]!, channels] as const;
    data.heldOut = { rates: crop(observed, { channels: last }), counts: heldOut };
  } else data.absent.co_bps = 'the target has no eval_spikes_heldout';
  const [heldInAhead, heldOutAhead] = [
    get('eval_spikes_heldin_forward'),
    get('eval_spikes_heldout_forward'),
  ];
  if (heldInAhead && heldOutAhead) {
    const counts = joined(heldInAhead, heldOutAhead);
    const ahead = [steps, steps + counts.shape[1]!] as const;
    data.forward = { rates: crop(rates.valid, { steps: ahead }), counts };
  } else data.absent.fp_bps = 'the target has no eval_spikes_heldin_forward with …heldout_forward';
  const [train, valid] = [get('train_behavior'), get('eval_behavior')];
  if (valid?.shape.length === 2 && heldOut) {
    data.speed = { counts: heldOut, rates: observed, behavior: valid };
    data.absent.behavior_r2 = 'eval_behavior has one row a trial';
  } else {
    data.absent.tp_corr = 'the target has no eval_behavior with one row a trial';
    if (train && valid && rates.train) {
      data.decoding = {
        train: {
          rates: rates.train,
          behavior: alignedBehavior(train, options),
          groups: get('train_decode_mask'),
        },
        valid: {
          rates: rates.valid,
          behavior: alignedBehavior(valid, options),
          groups: get('eval_decode_mask'),
        },
      };
    } else data.absent.behavior_r2 = 'train_behavior, eval_behavior or training rates are missing';
  }
  const [psth, indices] = [get('psth'), get('eval_cond_idx')];
  if (psth && indices) {
    const conditions = conditionsOf(indices, psth.shape[0]);
    data.psth = { psth, rates: observed, conditions, jitter: get('eval_jitter')?.data };
  } else data.absent.psth_r2 = 'the target has no psth with eval_cond_idx';
  return data;
}

/** Channels of both. */
function joined(a: Series, b: Series): Series {
  const [trials = 0, steps = 0, first = 0] = a.shape;
  const second = b.shape[2]!;
  const width = first + second;
  const data = Float64Array.from({ length: trials * steps * width }, (_, i) => {
    const [row, channel] = [Math.floor(i / width), i % width];
    return channel < first
      ? a.data[row * first + channel]!
      : b.data[row * second + channel - first]!;
  });
  return { shape: [trials, steps, width], data };
}
