/** Float64 values by the recurrence up to 25 and the asymptotic series there, whose next term is below 1e-20. */
const HIGH = 25;

/** Sums a term over x, x + 1, … below 25, and adds the series at the number that comes next. */
const byRecurrence =
  (term: (x: number) => number, series: (z: number) => number) =>
  (x: number): number => {
    let sum = 0;
    let z = x;
    for (; z < HIGH; z++) sum += term(z);
    return sum + series(z);
  };

/** sum of B_2k / (2k (2k - 1)) z^(1 - 2k), k = 1 …: coefficients of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const odd = (z: number, factor: (power: number) => number, offset: number) =>
  STIRLING.reduce((sum, c, i) => sum + c * factor(2 * i + 1) * z ** -(2 * i + 1 + offset), 0);

/** log Gamma and its derivatives; the asymptotic series is differentiated term by term. */
export const reference = {
  gammaln: byRecurrence(
    (x) => -Math.log(x),
    (z) => (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + odd(z, () => 1, 0),
  ),
  digamma: byRecurrence(
    (x) => -1 / x,
    (z) => Math.log(z) - 1 / (2 * z) + odd(z, (n) => -n, 1),
  ),
  trigamma: byRecurrence(
    (x) => 1 / x ** 2,
    (z) => 1 / z + 1 / (2 * z ** 2) + odd(z, (n) => n * (n + 1), 2),
  ),
};
