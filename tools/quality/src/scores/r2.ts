import type { Series } from '@lfads/plugin-nlb';

export interface RateR2 {
  /** Mean of the channels' R². */
  mean: number;
  /** R² over all channels together: one mean, one sum of squares. */
  overall: number;
}

/** R² of rates against the true ones. Channels that never change count in `overall` alone. */
export function rateR2(rates: Series, truth: Series): RateR2 {
  const channels = truth.shape[2]!;
  const byChannel = Array.from({ length: channels }, (_, channel) =>
    squares(rates, truth, channel, channels),
  );
  const all = squares(rates, truth, 0, 1);
  const scores = byChannel.filter(({ total }) => total > 0).map(r2);
  return { mean: scores.reduce((sum, score) => sum + score, 0) / scores.length, overall: r2(all) };
}

const r2 = ({ residual, total }: { residual: number; total: number }) => 1 - residual / total;

function squares({ data: rates }: Series, { data: truth }: Series, from: number, stride: number) {
  let sum = 0;
  for (let i = from; i < truth.length; i += stride) sum += truth[i]!;
  const mean = sum / Math.ceil((truth.length - from) / stride);
  let [residual, total] = [0, 0];
  for (let i = from; i < truth.length; i += stride) {
    residual += (truth[i]! - rates[i]!) ** 2;
    total += (truth[i]! - mean) ** 2;
  }
  return { residual, total };
}
