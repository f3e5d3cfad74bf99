// Vectors by GCC's and Clang's extensions: each operator is the instruction set's own.
#pragma once
#include <stddef.h>
#include <stdint.h>
#if defined(__AVX512F__)
#define LFADS_AVX512
#elif defined(__AVX2__)
#define LFADS_AVX2
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#elif defined(__wasm__)
#include <wasm_simd128.h>
#endif

#define LFADS_INLINE static inline __attribute__((always_inline))
#define LFADS_INLINE_LAMBDA __attribute__((always_inline))

namespace LFADS_ISA {

#if defined(LFADS_AVX512)
constexpr int VL = 16;
#elif defined(LFADS_AVX2)
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

LFADS_INLINE vf load(const float* p) { return *reinterpret_cast<const vf_any*>(p); }
LFADS_INLINE void store(float* p, vf v) { *reinterpret_cast<vf_any*>(p) = v; }
LFADS_INLINE vu load_words(const uint32_t* p) { return *reinterpret_cast<const vu_any*>(p); }
/** All lanes s. Minus zero: adding zero would turn -0 into 0, an addition that no compiler leaves out. */
LFADS_INLINE vf all(float s) { return s - vf{}; }
LFADS_INLINE vf pick(vi mask, vf yes, vf no) { return mask ? yes : no; }

LFADS_INLINE vi as_int(vf v) { return reinterpret_cast<vi>(v); }
LFADS_INLINE vi as_int(vu v) { return reinterpret_cast<vi>(v); }
LFADS_INLINE vf as_float(vi v) { return reinterpret_cast<vf>(v); }
LFADS_INLINE vf to_float(vi v) { return __builtin_convertvector(v, vf); }

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
#if defined(LFADS_AVX512)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  return _mm512_maskz_cvtepi32_ps(0xffff, _mm512_maskz_cvtepu8_epi32(0xffff, bytes));
#elif defined(LFADS_AVX2)
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
#else
  const vh halves = __builtin_convertvector(*reinterpret_cast<const vb_any*>(p), vh);
  return to_float(__builtin_convertvector(halves, vi));
#endif
}

LFADS_INLINE void copy_bytes(void* to, const void* from, size_t bytes) { __builtin_memcpy(to, from, bytes); }
LFADS_INLINE void set_bytes(void* to, int byte, size_t bytes) { __builtin_memset(to, byte, bytes); }
LFADS_INLINE float square_root(float x) { return __builtin_sqrtf(x); }
LFADS_INLINE double square_root(double x) { return __builtin_sqrt(x); }

}  // namespace LFADS_ISA
