import { LfadsError } from '@lfads/core';
import { EigenvalueDecomposition, Matrix, pseudoInverse, solve } from 'ml-matrix';

/** How one session's channels map to the components that all sessions share. */
export interface SessionAlignment {
  /** W `[channels, components]`: data x give the components (x - b) W. */
  weight: Matrix;
  /** b: the mean of each channel over conditions and time. */
  bias: number[];
  /** The session's view of the components, `[rows, components]`. */
  aligned: Matrix;
  /** The share of the shared components' variance that this session's channels give. */
  componentsExplained: number;
  /** The share of this session's variance that comes back through the components. */
  channelsExplained: number;
}

export interface Alignment {
  /** Scores of all sessions together, `[rows, components]`. */
  components: Matrix;
  /** The share of the variance of all channels together, by component. */
  explained: number[];
  sessions: SessionAlignment[];
}

/**
 * Principal component regression (Pandarinath et al. 2018, "Modifications to the LFADS algorithm for
 * stitching together data from multiple recording sessions"): the first principal components of all
 * sessions' channels together, and each session's least-squares map to them.
 *
 * @param sessions condition averages `[conditions * time, channels]`, with the same rows in all sessions
 * @throws LfadsError LFADS_STITCH_COMPONENTS when there are fewer channels in all, or rows, than components
 */
export function alignSessions(sessions: readonly Matrix[], components: number): Alignment {
  const centred = sessions.map((data) => data.clone().center('column'));
  const all = besideEachOther(centred);
  const most = Math.min(all.columns, all.rows - 1);
  if (components < 1 || components > most) {
    throw new LfadsError(
      'LFADS_STITCH_COMPONENTS',
      `${components} components are asked for, of ${all.columns} channels in all and ${all.rows} rows of condition averages.`,
      `Ask for 1 to ${most}.`,
    );
  }
  const { loadings, explained } = principalAxes(all, components);
  const scores = all.mmul(loadings);
  return {
    components: scores,
    explained,
    sessions: centred.map((data, s) => {
      const weight = solve(data, scores, true);
      const aligned = data.mmul(weight);
      return {
        weight,
        bias: sessions[s]!.mean('column'),
        aligned,
        componentsExplained: explainedBy(scores, aligned),
        channelsExplained: explainedBy(data, aligned.mmul(pseudoInverse(weight))),
      };
    }),
  };
}

function besideEachOther(parts: readonly Matrix[]): Matrix {
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  const all = Matrix.zeros(parts[0]!.rows, columns);
  let at = 0;
  for (const part of parts) {
    all.setSubMatrix(part, 0, at);
    at += part.columns;
  }
  return all;
}

/** Axes of most variance; each one's largest entry is positive. */
function principalAxes(centred: Matrix, count: number) {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    centred.transpose().mmul(centred),
    { assumeSymmetric: true },
  );
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  const order = realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
    .slice(0, count);
  const axes = order.map((i) => {
    const axis = eigenvectorMatrix.getColumn(i);
    const largest = axis.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    return axis.map((value) => value * Math.sign(largest));
  });
  return {
    loadings: new Matrix(axes).transpose(),
    explained: order.map((i) => realEigenvalues[i]! / total),
  };
}

const squares = (matrix: Matrix) => matrix.norm('frobenius') ** 2;
const explainedBy = (data: Matrix, model: Matrix) =>
  1 - squares(Matrix.sub(data, model)) / squares(data);
