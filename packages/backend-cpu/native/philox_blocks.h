// Blocks of Philox4x32-10, as many at a time as the instruction set has room for.
#pragma once
#include "simd.h"

namespace LFADS_ISA {

struct PhiloxKey {
  uint32_t seed, stream, step, draw;
};

#if defined(LFADS_SCALAR)
constexpr int PHILOX_BLOCKS = 1;
/** words[4 i ..] = block first + i, for PHILOX_BLOCKS blocks. */
LFADS_INLINE void philox_blocks(const PhiloxKey& key, uint32_t first, uint32_t* words) {
  uint32_t c0 = first, c1 = 0, c2 = key.step, c3 = key.draw, k0 = key.seed, k1 = key.stream;
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = static_cast<uint64_t>(c0) * 0xD2511F53u, p1 = static_cast<uint64_t>(c2) * 0xCD9E8D57u;
    c0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<uint32_t>(p1);
    c2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<uint32_t>(p0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const uint32_t block[] = {c0, c1, c2, c3};
  copy_bytes(words, block, sizeof(block));
}
#elif defined(__wasm__)
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
constexpr int QL = VL / 2;
typedef uint64_t vq __attribute__((vector_size(4 * VL)));

/** The full products of the lanes' low halves. */
LFADS_INLINE vq multiply_low(vq a, vq b) {
#if defined(LFADS_AVX512)
  return reinterpret_cast<vq>(_mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif defined(LFADS_AVX2)
  return reinterpret_cast<vq>(_mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#elif defined(__x86_64__)
  return reinterpret_cast<vq>(_mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#elif defined(__aarch64__)
  return reinterpret_cast<vq>(vmull_u32(vmovn_u64(reinterpret_cast<uint64x2_t>(a)), vmovn_u64(reinterpret_cast<uint64x2_t>(b))));
#else
  return (a & 0xffffffffu) * (b & 0xffffffffu);
#endif
}

constexpr int PHILOX_BLOCKS = QL;
#if defined(LFADS_AVX512)
constexpr vq LANES = {0, 1, 2, 3, 4, 5, 6, 7};
#elif defined(LFADS_AVX2)
constexpr vq LANES = {0, 1, 2, 3};
#else
constexpr vq LANES = {0, 1};
#endif
/** The four words of each lane's block, in the lanes' low halves; above them anything. */
struct Words {
  vq c0, c1, c2, c3;
};
LFADS_INLINE Words philox_rounds(const PhiloxKey& key, uint32_t first) {
  vq c0 = LANES + first, c1 = {}, c2 = vq{} + key.step, c3 = vq{} + key.draw, k0 = vq{} + key.seed, k1 = vq{} + key.stream;
  for (int round = 0; round < 10; ++round) {
    const vq p0 = multiply_low(c0, vq{} + 0xD2511F53u), p1 = multiply_low(c2, vq{} + 0xCD9E8D57u);
    c0 = (p1 >> 32) ^ c1 ^ k0;
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ k1;
    c3 = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {c0, c1, c2, c3};
}
/** words[4 i ..] = block first + i, for PHILOX_BLOCKS blocks. */
LFADS_INLINE void philox_blocks(const PhiloxKey& key, uint32_t first, uint32_t* words) {
  const Words w = philox_rounds(key, first);
  const vq low = (w.c0 & 0xffffffffu) | (w.c1 << 32), high = (w.c2 & 0xffffffffu) | (w.c3 << 32);
#if defined(LFADS_AVX512)
  const auto pairs = [&](const vq& order) LFADS_INLINE_LAMBDA {
    return _mm512_permutex2var_epi64(reinterpret_cast<__m512i>(low), reinterpret_cast<__m512i>(order), reinterpret_cast<__m512i>(high));
  };
  _mm512_storeu_si512(words, pairs(vq{0, 8, 1, 9, 2, 10, 3, 11}));
  _mm512_storeu_si512(words + 16, pairs(vq{4, 12, 5, 13, 6, 14, 7, 15}));
#else
  for (int i = 0; i < QL; ++i) {
    const uint64_t pair[2] = {low[i], high[i]};
    copy_bytes(words + 4 * i, pair, 16);
  }
#endif
}
#endif

/** bytes[4 i + j] = 1 where word j of block first + i is less than `bound`, 0 elsewhere. */
LFADS_INLINE void philox_below(const PhiloxKey& key, uint32_t first, uint32_t bound, uint8_t* bytes) {
#if defined(LFADS_AVX512)
  const Words w = philox_rounds(key, first);
  const __m512i most = _mm512_set1_epi64(bound);
  const auto below = [&](vq c, int64_t one) LFADS_INLINE_LAMBDA {
    const __m512i word = _mm512_maskz_and_epi64(0xff, reinterpret_cast<__m512i>(c), _mm512_set1_epi64(0xffffffff));
    return _mm512_maskz_set1_epi64(_mm512_cmplt_epu64_mask(word, most), one);
  };
  const __m512i pairs = _mm512_or_epi64(below(w.c0, 1), below(w.c1, 1 << 8));
  const __m512i all = _mm512_or_epi64(pairs, _mm512_or_epi64(below(w.c2, 1 << 16), below(w.c3, 1 << 24)));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(bytes), _mm512_maskz_cvtepi64_epi32(0xff, all));
#else
  uint32_t words[4 * PHILOX_BLOCKS];
  philox_blocks(key, first, words);
  for (int i = 0; i < 4 * PHILOX_BLOCKS; ++i) bytes[i] = words[i] < bound;
#endif
}

}  // namespace LFADS_ISA
