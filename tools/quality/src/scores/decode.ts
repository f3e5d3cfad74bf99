import {
  addMoments,
  inputScale,
  type LinearMap,
  mapR2,
  type Moments,
  moments,
  ridge,
  rows,
  type Series,
} from '@lfads/plugin-nlb';

/** Trials of two splits, of what is decoded from and of what is decoded. */
export interface DecodingData {
  train: { from: readonly Series[]; to: Series };
  valid: { from: readonly Series[]; to: Series };
}

export interface Decoded {
  /** R² on the validation trials. */
  r2: number;
  /** Bins by which the input leads. */
  lag: number;
  penalty: number;
  /** Index of the chosen input in `from`. */
  from: number;
}

const FOLDS = 5;
const PENALTIES = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/**
 * Decodes each channel by ridge regression. Which of the inputs, which lag from 0 to `maxLag` and which
 * penalty serve best is chosen for each channel by cross-validation on the training trials, in folds of
 * neighbouring trials; the validation trials give the score alone. All lags are fitted and scored on the
 * same steps, those from `maxLag` on.
 */
export function decode({ train, valid }: DecodingData, maxLag: number): Decoded[] {
  const channels = train.to.shape[2]!;
  const best = Array.from({ length: channels }, () => ({ score: -Infinity, r2: NaN }) as Choice);
  train.from.forEach((input, from) => {
    for (let lag = 0; lag <= maxLag; lag++) {
      const folds = foldsOf(train.to.shape[0]!).map((trials) =>
        momentsAt(input, train.to, trials, lag, maxLag),
      );
      const all = folds.reduce(addMoments);
      const trials = range(valid.to.shape[0]!);
      const held = momentsAt(valid.from[from]!, valid.to, trials, lag, maxLag);
      for (const penalty of PENALTIES) {
        const scores = crossValidated(folds, penalty);
        const r2 = mapR2(scaledRidge(all, penalty), held);
        scores.forEach((score, channel) => {
          if (score > best[channel]!.score) {
            best[channel] = { score, r2: r2[channel]!, lag, penalty, from };
          }
        });
      }
    }
  });
  return best.map(({ r2, lag, penalty, from }) => ({ r2, lag, penalty, from }));
}

/** @param penalty in units of the inputs' scale */
export const scaledRidge = (samples: Moments, penalty: number): LinearMap =>
  ridge(samples, inputScale(samples) * (penalty + 1e-9));

interface Choice extends Decoded {
  /** Mean R² over the folds. */
  score: number;
}

function crossValidated(folds: readonly Moments[], penalty: number): number[] {
  const byFold = folds.map((fold, i) => {
    const others = folds.filter((_, other) => other !== i).reduce(addMoments);
    return mapR2(scaledRidge(others, penalty), fold);
  });
  return byFold[0]!.map(
    (_, channel) => byFold.reduce((sum, scores) => sum + scores[channel]!, 0) / folds.length,
  );
}

function momentsAt(
  input: Series,
  output: Series,
  trials: readonly number[],
  lag: number,
  maxLag: number,
): Moments {
  const steps = output.shape[1]!;
  return moments(
    rows(input, trials, [maxLag - lag, steps - lag]),
    rows(output, trials, [maxLag, steps]),
  );
}

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** Trials in as many runs of neighbours of about equal length; fewer when there are few. */
function foldsOf(trials: number): number[][] {
  const count = Math.min(FOLDS, trials);
  return range(count).map((fold) =>
    range(trials).filter((trial) => Math.floor((trial * count) / trials) === fold),
  );
}
