// exp, tanh, sigmoid, log, sin and cos as polynomials (Chebyshev fits of the reduced functions).
#pragma once
#include "simd.h"

namespace LFADS_ISA {

struct Reduced {
  vf r;     // x - k ln 2, |r| <= ln(2) / 2
  vf k;
  vi bits;  // k
};
LFADS_INLINE Reduced reduce_exp(vf x) {
  const vf magic = all(12582912.0f);  // 1.5 * 2^23: adding it rounds to an integer
  const vf shifted = x * 1.44269504f + magic;
  const vf k = shifted - magic;
  vf r = fma(k, all(-0.693359375f), x);
  r = fma(k, all(2.12194440e-4f), r);
  return {r, k, as_int(shifted) - 0x4b400000};
}
/** exp(r) - 1 for a reduced r: r + r^2 p(r). */
LFADS_INLINE vf expm1_reduced(vf r) {
  vf p = all(1.99016231e-4f);
  p = fma(p, r, all(1.39354545e-3f));
  p = fma(p, r, all(8.3332956e-3f));
  p = fma(p, r, all(4.16664483e-2f));
  p = fma(p, r, all(1.66666667e-1f));
  p = fma(p, r, all(0.5f));
  return fma(p, r * r, r);
}
LFADS_INLINE vf power_of_two(vi k) { return as_float((k + 127) << 23); }
/** x within bounds; NaN stays NaN. */
LFADS_INLINE vf clamp(vf x, float low, float high) {
#if defined(LFADS_AVX512)
  return _mm512_maskz_min_ps(0xffff, all(high), _mm512_maskz_max_ps(0xffff, all(low), x));
#elif defined(LFADS_AVX2)
  return _mm256_min_ps(all(high), _mm256_max_ps(all(low), x));
#elif defined(__wasm__)
  // Clang takes comparisons like those below for relaxed minima and maxima, which may lose NaN.
  const v128_t raised = wasm_f32x4_pmax(reinterpret_cast<v128_t>(x), reinterpret_cast<v128_t>(all(low)));
  return reinterpret_cast<vf>(wasm_f32x4_pmin(raised, reinterpret_cast<v128_t>(all(high))));
#else
  x = pick(x < all(low), all(low), x);
  return pick(x > all(high), all(high), x);
#endif
}
/** 1 / d for a normal d whose reciprocal is normal, to within an ulp: a division takes several times as long. */
LFADS_INLINE vf reciprocal(vf d) {
#if defined(LFADS_AVX512)
  const vf r = _mm512_maskz_rcp14_ps(0xffff, d);
  return fma(r, fma(-d, r, all(1.0f)), r);
#else
  return 1.0f / d;
#endif
}

/** Overflows to infinity, keeps NaN. */
LFADS_INLINE vf vexp(vf x) {
  const Reduced d = reduce_exp(clamp(x, -104.0f, 89.0f));
  const vi half = d.bits >> 1;
  return (expm1_reduced(d.r) + 1.0f) * power_of_two(half) * power_of_two(d.bits - half);
}
LFADS_INLINE vf vsigmoid(vf x) {
  const Reduced d = reduce_exp(clamp(-x, -87.0f, 87.0f));
  const vf scale = power_of_two(d.bits);
  return reciprocal(fma(expm1_reduced(d.r), scale, scale + 1.0f));
}
/** expm1(2x) / (expm1(2x) + 2): no cancellation near 0. */
LFADS_INLINE vf vtanh(vf x) {
  const Reduced d = reduce_exp(clamp(x, -10.0f, 10.0f) * 2.0f);
  const vf scale = power_of_two(d.bits);
  const vf m = fma(expm1_reduced(d.r), scale, scale - 1.0f);
  return m * reciprocal(m + 2.0f);
}
struct Logarithm {
  vf exact;  // k times the first nine bits of ln 2
  vf rest;
};
/** Natural logarithm of a positive normal number, as a sum. */
LFADS_INLINE Logarithm split_log(vf x) {
  const vi bits = as_int(x);
  const vi k = (bits - 0x3f3504f3) >> 23;  // mantissa into [sqrt(1/2), sqrt(2))
  const vf m = as_float(bits - (k << 23));
  const vf e = to_float(k);
  const vf f = m - 1.0f;
  const vf s = f / (f + 2.0f);
  const vf u = s * s;
  vf q = all(0.233543657f);
  q = fma(q, u, all(0.285499264f));
  q = fma(q, u, all(0.400001299f));
  q = fma(q, u, all(0.666666665f));
  return {e * 0.693359375f, fma(e, all(-2.12194440e-4f), fma(q, s * u, s + s))};
}
LFADS_INLINE vf vlog(vf x) {
  const Logarithm log_x = split_log(x);
  return log_x.exact + log_x.rest;
}
LFADS_INLINE vf vsqrt(vf v) {
  vf root;
  for (int i = 0; i < VL; ++i) root[i] = square_root(v[i]);
  return root;
}
struct SinCos {
  vf sin, cos;
};
/** sin and cos of 2 pi w, 0 <= w < 1. */
LFADS_INLINE SinCos sincos_turns(vf w) {
  const vf magic = all(12582912.0f);
  const vf shifted = w * 4.0f + magic;
  const vi quadrant = as_int(shifted);
  const vf r = w - (shifted - magic) * 0.25f;
  const vf u = r * r;
  vf s = fma(all(-75.3889038f), u, all(81.5922943f));
  s = fma(s, u, all(-41.3416614f));
  s = fma(s, u, all(6.28318529f)) * r;
  vf c = fma(all(59.210124f), u, all(-85.4425691f));
  c = fma(c, u, all(64.9393138f));
  c = fma(c, u, all(-19.7392086f));
  c = fma(c, u, all(1.0f));
  const vi odd = (quadrant & 1) != 0;
  const vf sine = pick(odd, c, s), cosine = pick(odd, s, c);
  const vi sine_sign = (quadrant & 2) << 30, cosine_sign = ((quadrant + 1) & 2) << 30;
  return {as_float(as_int(sine) ^ sine_sign),
          as_float(as_int(cosine) ^ cosine_sign)};
}

}  // namespace LFADS_ISA
