// Vectors of float32: one width per instruction set this is compiled for.
#pragma once
#ifndef LFADS_ISA
#error "define LFADS_ISA, the namespace of this instruction set"
#endif
#if defined(LFADS_SCALAR)
#include "vectors_scalar.h"
#else
#include "vectors_gnu.h"
#endif

/** Vector registers that a matrix product's tile may fill. */
#if defined(LFADS_SCALAR) || defined(__wasm__)
#define LFADS_REGISTERS 0
#elif defined(LFADS_AVX512) || defined(__aarch64__)
#define LFADS_REGISTERS 32
#elif defined(__x86_64__)
#define LFADS_REGISTERS 16
#else
#define LFADS_REGISTERS 0
#endif

namespace LFADS_ISA {

/** A store past the caches, where the instruction set has one, to memory aligned to whole vectors that is not read again soon. */
LFADS_INLINE void stream(float* p, vf v) {
#if defined(LFADS_AVX512)
  _mm512_stream_ps(p, v);
#elif defined(LFADS_AVX2)
  _mm256_stream_ps(p, v);
#else
  store(p, v);
#endif
}
/** Makes what this thread streamed visible to the others. */
LFADS_INLINE void end_streaming() {
#if defined(LFADS_AVX512) || defined(LFADS_AVX2)
  _mm_sfence();
#endif
}
/** Asks for the cache line at p, into the second level. */
LFADS_INLINE void prefetch(const void* p) {
#if defined(__GNUC__) && !defined(__wasm__) && !defined(LFADS_SCALAR)
  __builtin_prefetch(p, 0, 2);
#else
  (void)p;
#endif
}

#if defined(LFADS_AVX512)
LFADS_INLINE __mmask16 first_lanes(int n) { return static_cast<__mmask16>((1u << n) - 1); }
#elif defined(LFADS_AVX2)
LFADS_INLINE __m256i first_lanes(int n) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
#endif
/** The first n < VL floats at p, zeros behind them. */
LFADS_INLINE vf load_part(const float* p, int n) {
#if defined(LFADS_AVX512)
  return _mm512_maskz_loadu_ps(first_lanes(n), p);
#elif defined(LFADS_AVX2)
  return _mm256_maskload_ps(p, first_lanes(n));
#else
  float buffer[VL] = {0};
  for (int i = 0; i < n; ++i) buffer[i] = p[i];
  return load(buffer);
#endif
}
LFADS_INLINE void store_part(float* p, vf v, int n) {
#if defined(LFADS_AVX512)
  _mm512_mask_storeu_ps(p, first_lanes(n), v);
#elif defined(LFADS_AVX2)
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
LFADS_INLINE float add_lanes(vf v) {
  float lanes[VL];
  store(lanes, v);
  for (int half = VL / 2; half > 0; half /= 2) {
    for (int i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  }
  return lanes[0];
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
#if defined(__x86_64__) || defined(_M_X64) || defined(__aarch64__) || defined(_M_ARM64)
  return v;
#else
  const vf size = as_float(as_int(v) & 0x7fffffff);
  return as_float(as_int(v) & ~(size < all(1e-30f)));
#endif
}

}  // namespace LFADS_ISA
