// Philox4x32-10 (Salmon et al. 2011), counter (block, 0, step, draw): each lane works on a block of its own.
#pragma once
#include "math.h"
#include "parallel.h"
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__wasm__)
#include <wasm_simd128.h>
#endif

namespace LFADS_ISA {

constexpr int QL = VL / 2;
typedef uint64_t vq __attribute__((vector_size(4 * VL)));
typedef uint64_t vq_any __attribute__((vector_size(4 * VL), aligned(4), may_alias));

/** The full products of the lanes' low halves. */
LFADS_INLINE vq multiply_low(vq a, vq b) {
#if defined(__AVX512F__)
  return reinterpret_cast<vq>(_mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif defined(__AVX2__)
  return reinterpret_cast<vq>(_mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#elif defined(__x86_64__)
  return reinterpret_cast<vq>(_mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  return (a & 0xffffffffu) * (b & 0xffffffffu);
#endif
}

struct PhiloxKey {
  uint32_t seed, stream, step, draw;
};
#ifdef __wasm__
constexpr int PHILOX_BLOCKS = 4;
struct Product {
  v128_t low, high;
};
LFADS_INLINE Product multiply_wide(v128_t a, uint32_t b) {
  const v128_t factor = wasm_u32x4_splat(b);
  const v128_t p = wasm_u64x2_extmul_low_u32x4(a, factor), q = wasm_u64x2_extmul_high_u32x4(a, factor);
  return {wasm_i32x4_shuffle(p, q, 0, 2, 4, 6), wasm_i32x4_shuffle(p, q, 1, 3, 5, 7)};
}
/** words[4 i ..] = block first + i, for PHILOX_BLOCKS blocks. */
LFADS_INLINE void philox_blocks(const PhiloxKey& key, uint32_t first, uint32_t* words) {
  v128_t c0 = wasm_u32x4_make(first, first + 1, first + 2, first + 3), c1 = wasm_u32x4_splat(0);
  v128_t c2 = wasm_u32x4_splat(key.step), c3 = wasm_u32x4_splat(key.draw);
  uint32_t k0 = key.seed, k1 = key.stream;
  for (int round = 0; round < 10; ++round) {
    const Product p0 = multiply_wide(c0, 0xD2511F53u), p1 = multiply_wide(c2, 0xCD9E8D57u);
    c0 = wasm_v128_xor(wasm_v128_xor(p1.high, c1), wasm_u32x4_splat(k0));
    c1 = p1.low;
    c2 = wasm_v128_xor(wasm_v128_xor(p0.high, c3), wasm_u32x4_splat(k1));
    c3 = p0.low;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const v128_t a = wasm_i32x4_shuffle(c0, c1, 0, 4, 1, 5), b = wasm_i32x4_shuffle(c0, c1, 2, 6, 3, 7);
  const v128_t c = wasm_i32x4_shuffle(c2, c3, 0, 4, 1, 5), d = wasm_i32x4_shuffle(c2, c3, 2, 6, 3, 7);
  wasm_v128_store(words, wasm_i64x2_shuffle(a, c, 0, 2));
  wasm_v128_store(words + 4, wasm_i64x2_shuffle(a, c, 1, 3));
  wasm_v128_store(words + 8, wasm_i64x2_shuffle(b, d, 0, 2));
  wasm_v128_store(words + 12, wasm_i64x2_shuffle(b, d, 1, 3));
}
#else
constexpr int PHILOX_BLOCKS = QL;
/** words[4 i ..] = block first + i, for PHILOX_BLOCKS blocks. */
LFADS_INLINE void philox_blocks(const PhiloxKey& key, uint32_t first, uint32_t* words) {
  vq c0, c1 = {}, c2 = vq{} + key.step, c3 = vq{} + key.draw;
  for (int i = 0; i < QL; ++i) c0[i] = static_cast<uint32_t>(first + i);
  uint32_t k0 = key.seed, k1 = key.stream;
  for (int round = 0; round < 10; ++round) {
    const vq p0 = multiply_low(c0, vq{} + 0xD2511F53u), p1 = multiply_low(c2, vq{} + 0xCD9E8D57u);
    c0 = (p1 >> 32) ^ c1 ^ (vq{} + k0);
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ (vq{} + k1);
    c3 = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const vq low = (c0 & 0xffffffffu) | (c1 << 32), high = (c2 & 0xffffffffu) | (c3 << 32);
  for (int i = 0; i < QL; ++i) {
    const uint64_t pair[2] = {low[i], high[i]};
    __builtin_memcpy(words + 4 * i, pair, 16);
  }
}
#endif

constexpr int PHILOX_RUN = 256;  // words made at a time
template <class Use>
inline void philox_words(LfadsContext* context, const PhiloxKey& key, size_t n, Use use) {
  for_blocks(context, n, [=](int, Span s) {
    uint32_t words[PHILOX_RUN];
    for (size_t i = s.begin; i < s.end; i += PHILOX_RUN) {
      for (int j = 0; j < PHILOX_RUN; j += 4 * PHILOX_BLOCKS) philox_blocks(key, static_cast<uint32_t>((i + j) / 4), words + j);
      use(words, i, static_cast<int>(s.end - i < PHILOX_RUN ? s.end - i : PHILOX_RUN));
    }
  });
}
LFADS_INLINE vu load_words(const uint32_t* p) { return *reinterpret_cast<const vu_any*>(p); }
LFADS_INLINE vf high_bits(vu words) { return __builtin_convertvector(reinterpret_cast<vi>(words >> 8), vf); }
constexpr float TWO_TO_MINUS_24 = 5.9604644775390625e-8f;

/** args: out; n, kind (0 bernoulli, 1 uniform, 2 normal), threshold, seed, stream, step, draw. */
inline void philox(const LfadsArg* args, LfadsContext* context) {
  const auto word = [=](int i) { return static_cast<uint32_t>(args[1 + i].number); };
  const size_t n = static_cast<size_t>(args[1].number);
  const int kind = static_cast<int>(args[2].number);
  const double threshold = args[3].number;
  const PhiloxKey key{word(3), word(4), word(5), word(6)};
  void* const out = args[0].pointer;
  if (kind == 0) {
    uint8_t* to = static_cast<uint8_t*>(out);
    if (threshold >= 4294967296.0) {
      __builtin_memset(to, 1, n);
      return;
    }
    const uint32_t bound = static_cast<uint32_t>(threshold);
    philox_words(context, key, n, [=](const uint32_t* words, size_t at, int count) {
      uint8_t bytes[PHILOX_RUN];
      for (int i = 0; i < PHILOX_RUN; ++i) bytes[i] = words[i] < bound;
      __builtin_memcpy(to + at, bytes, count);
    });
    return;
  }
  float* to = static_cast<float*>(out);
  philox_words(context, key, n, [=](const uint32_t* words, size_t at, int count) {
    float values[PHILOX_RUN];
    if (kind == 1) {
      for (int i = 0; i < PHILOX_RUN; i += VL) store(values + i, high_bits(load_words(words + i)) * TWO_TO_MINUS_24);
    } else {
      uint32_t first[PHILOX_RUN / 2], second[PHILOX_RUN / 2];
      float cosines[PHILOX_RUN / 2], sines[PHILOX_RUN / 2];
      for (int i = 0; i < PHILOX_RUN / 2; ++i) first[i] = words[2 * i], second[i] = words[2 * i + 1];
      for (int i = 0; i < PHILOX_RUN / 2; i += VL) {
        const vf u = (high_bits(load_words(first + i)) + 1.0f) * TWO_TO_MINUS_24;
        const vf r = vsqrt(-2.0f * vlog(u));
        const SinCos turn = sincos_turns(high_bits(load_words(second + i)) * TWO_TO_MINUS_24);
        store(cosines + i, r * turn.cos);
        store(sines + i, r * turn.sin);
      }
      for (int i = 0; i < PHILOX_RUN / 2; ++i) values[2 * i] = cosines[i], values[2 * i + 1] = sines[i];
    }
    __builtin_memcpy(to + at, values, static_cast<size_t>(count) * sizeof(float));
  });
}

}  // namespace LFADS_ISA
