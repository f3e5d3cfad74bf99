// log Gamma and its derivative (the formulas and coefficients of gammaln.ts and digamma.ts in packages/ops/src).
#pragma once
#include "math.h"

namespace LFADS_ISA {

/** sum of c[i] x^i. */
template <int N>
LFADS_INLINE vf polynomial(vf x, const float (&c)[N]) {
  vf sum = all(c[N - 1]);
  for (int i = N - 2; i >= 0; --i) sum = fma(sum, x, all(c[i]));
  return sum;
}
LFADS_INLINE vf infinity() { return as_float(vi{} + 0x7f800000); }
/** The value at a positive normal x; at 0, infinity and NaN what the function tends to, below 0 NaN. */
LFADS_INLINE vf on_positive(vf x, vf value, vf at_zero) {
  const vf rest = pick(x > all(1.0f), x, pick(x >= all(0.0f), at_zero, as_float(vi{} + 0x7fc00000)));
  return pick((x >= all(1.17549435e-38f)) & (x <= all(3.40282347e38f)), value, rest);
}

LFADS_INLINE vf vgammaln(vf x) {
  static const float near_one[] = {-0.577215672f, 0.822467029f, -0.400691032f, 0.270585835f, -0.207137898f, 0.16932568f,
                                   -0.148139983f, 0.129331902f, -0.0816932097f, 0.0724139735f, -0.183126032f, 0.169345975f};
  static const float stirling[] = {1.0f / 12, -1.0f / 360, 1.0f / 1260, -1.0f / 1680};
  const vi below_half = x < all(0.5f), below_one = x < all(1.5f), below_two = x < all(2.5f);
  const vf from_one = x - 1.0f;
  const vf rest = pick(below_one, all(1.0f), pick(below_two, from_one, x));
  const vf log_x = vlog(pick(below_half, x, rest));
  const vf distance = pick(below_half, x, pick(below_one, from_one, x - 2.0f));
  const vf near = fma(distance, polynomial(distance, near_one), pick(below_half, -log_x, log_x));
  const vf inverse = 1.0f / x;
  const vf series = fma(inverse, polynomial(inverse * inverse, stirling), all(0.418938533f));  // (log(2 pi) - 1) / 2
  const vf far = fma(x - 0.5f, log_x - 1.0f, series);
  return on_positive(x, pick(below_two, near, far), infinity());
}

LFADS_INLINE vf vdigamma(vf x) {
  static const float one_to_two[] = {0.951055884f,  -0.42362529f,  0.240541071f,   -0.148517162f, 0.0950634554f,
                                     -0.060342174f, 0.0397088714f, -0.0349669792f, 0.02322766f};
  static const float asymptotic[] = {0.0f, -1.0f / 12, 1.0f / 120, -1.0f / 252, 1.0f / 240};
  const vi below_one = x < all(1.0f), up_to_two = x <= all(2.0f);
  const vf within = pick(below_one, x + 1.0f, pick(up_to_two, x, x - 1.0f));
  const vf from_zero = (within - 1.46163213f) - 1.24381501e-8f;
  const vf inverse = 1.0f / x;
  const vf step = pick(below_one, -inverse, pick(up_to_two, vf{}, 1.0f / within));
  const vf near = fma(from_zero, polynomial(within - 1.5f, one_to_two), step);
  const vf far = vlog(x) + fma(inverse, all(-0.5f), polynomial(inverse * inverse, asymptotic));
  return on_positive(x, pick(x < all(3.0f), near, far), -infinity());
}

}  // namespace LFADS_ISA
