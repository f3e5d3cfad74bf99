// Vectors of float32 by compiler extensions: one width per instruction set this is compiled for.
#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __wasm_relaxed_simd__
#include <wasm_simd128.h>
#endif
#ifdef __AVX__
#include <immintrin.h>
#endif

#ifndef LFADS_ISA
#error "define LFADS_ISA, the namespace of this instruction set"
#endif

namespace LFADS_ISA {

#if defined(__AVX512F__)
constexpr int VL = 16;
#elif defined(__AVX__)
constexpr int VL = 8;
#else
constexpr int VL = 4;
#endif

typedef float vf __attribute__((vector_size(4 * VL)));
typedef int32_t vi __attribute__((vector_size(4 * VL)));
typedef uint32_t vu __attribute__((vector_size(4 * VL)));
typedef uint16_t vh __attribute__((vector_size(2 * VL)));
typedef float vf_any __attribute__((vector_size(4 * VL), aligned(4), may_alias));
typedef uint32_t vu_any __attribute__((vector_size(4 * VL), aligned(4), may_alias));
typedef uint8_t vb_any __attribute__((vector_size(VL), aligned(1), may_alias));

#define LFADS_INLINE static inline __attribute__((always_inline))

LFADS_INLINE vf load(const float* p) { return *reinterpret_cast<const vf_any*>(p); }
LFADS_INLINE void store(float* p, vf v) { *reinterpret_cast<vf_any*>(p) = v; }
/** All lanes s. Minus zero: adding zero would turn -0 into 0, an addition that no compiler leaves out. */
LFADS_INLINE vf all(float s) { return s - vf{}; }
LFADS_INLINE vf pick(vi mask, vf yes, vf no) { return mask ? yes : no; }

/** a * b + c, fused where the instruction set can. */
LFADS_INLINE vf fma(vf a, vf b, vf c) {
#ifdef __wasm_relaxed_simd__
  return reinterpret_cast<vf>(wasm_f32x4_relaxed_madd(reinterpret_cast<v128_t>(a), reinterpret_cast<v128_t>(b),
                                                      reinterpret_cast<v128_t>(c)));
#else
  return a * b + c;
#endif
}

/** Bytes 0 or 1 as floats 0 or 1. Widened twofold at a time: GCC converts lane by lane what it has no single step for. */
LFADS_INLINE vf load_mask(const uint8_t* p) {
#if defined(__AVX512F__)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  return _mm512_maskz_cvtepi32_ps(0xffff, _mm512_maskz_cvtepu8_epi32(0xffff, bytes));
#elif defined(__AVX2__)
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
#endif
  const vh halves = __builtin_convertvector(*reinterpret_cast<const vb_any*>(p), vh);
  return __builtin_convertvector(__builtin_convertvector(halves, vi), vf);
}

#if defined(__AVX512F__)
LFADS_INLINE __mmask16 first_lanes(int n) { return static_cast<__mmask16>((1u << n) - 1); }
#elif defined(__AVX2__)
LFADS_INLINE __m256i first_lanes(int n) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
#endif
/** The first n < VL floats at p, zeros behind them. */
LFADS_INLINE vf load_part(const float* p, int n) {
#if defined(__AVX512F__)
  return _mm512_maskz_loadu_ps(first_lanes(n), p);
#elif defined(__AVX2__)
  return _mm256_maskload_ps(p, first_lanes(n));
#else
  float buffer[VL] = {0};
  for (int i = 0; i < n; ++i) buffer[i] = p[i];
  return load(buffer);
#endif
}
LFADS_INLINE void store_part(float* p, vf v, int n) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(p, first_lanes(n), v);
#elif defined(__AVX2__)
  _mm256_maskstore_ps(p, first_lanes(n), v);
#else
  float buffer[VL];
  store(buffer, v);
  for (int i = 0; i < n; ++i) p[i] = buffer[i];
#endif
}
/** min(n, VL) floats. */
LFADS_INLINE vf load_upto(const float* p, int n) { return n >= VL ? load(p) : load_part(p, n); }
LFADS_INLINE void store_upto(float* p, vf v, int n) {
  if (n >= VL) store(p, v);
  else store_part(p, v, n);
}
LFADS_INLINE vf load_mask_part(const uint8_t* p, int n) {
  float buffer[VL] = {0};
  for (int i = 0; i < n; ++i) buffer[i] = static_cast<float>(p[i]);
  return load(buffer);
}

LFADS_INLINE double sum_lanes(vf v) {
  double total = 0;
  for (int i = 0; i < VL; ++i) total += static_cast<double>(v[i]);
  return total;
}
LFADS_INLINE bool any_lane(vi mask) {
  int32_t any = 0;
  for (int i = 0; i < VL; ++i) any |= mask[i];
  return any != 0;
}

constexpr int round_up(int n, int unit) { return (n + unit - 1) / unit * unit; }
/** Row length for a scratch matrix of n columns: whole vectors, an odd number of cache lines (rows then spread over all cache sets). */
inline int row_stride(int n) {
  const int stride = round_up(n, 16);
  return (stride / 16) % 2 ? stride : stride + 16;
}
inline int smaller(int a, int b) { return a < b ? a : b; }
inline int larger(int a, int b) { return a > b ? a : b; }

/** What has decayed below 1e-30 becomes 0 where no hardware flag flushes denormals, which are 10 to 20 times slower. */
LFADS_INLINE vf flush(vf v) {
#ifdef __wasm__
  const vf size = reinterpret_cast<vf>(reinterpret_cast<vi>(v) & 0x7fffffff);
  return reinterpret_cast<vf>(reinterpret_cast<vi>(v) & ~(size < all(1e-30f)));
#else
  return v;
#endif
}

}  // namespace LFADS_ISA
