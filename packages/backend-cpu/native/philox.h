// Philox4x32-10 (Salmon et al. 2011), counter (block, 0, step, draw).
#pragma once
#include "math.h"
#include "parallel.h"
#include "philox_blocks.h"

namespace LFADS_ISA {

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
LFADS_INLINE vf high_bits(vu words) { return to_float(as_int(words >> 8)); }
constexpr float TWO_TO_MINUS_24 = 5.9604644775390625e-8f;

/** to[i] = 1 where word i is less than `bound`, 0 elsewhere. */
inline void bernoulli(LfadsContext* context, const PhiloxKey& key, uint32_t bound, uint8_t* to, size_t n) {
  for_blocks(context, n, [=](int, Span s) {
    constexpr size_t AT_ONCE = 4 * PHILOX_BLOCKS;
    size_t i = s.begin;
    for (; i + AT_ONCE <= s.end; i += AT_ONCE) philox_below(key, static_cast<uint32_t>(i / 4), bound, to + i);
    if (i == s.end) return;
    uint8_t bytes[AT_ONCE];
    philox_below(key, static_cast<uint32_t>(i / 4), bound, bytes);
    copy_bytes(to + i, bytes, s.end - i);
  });
}

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
      set_bytes(to, 1, n);
      return;
    }
    bernoulli(context, key, static_cast<uint32_t>(threshold), to, n);
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
    copy_bytes(to + at, values, static_cast<size_t>(count) * sizeof(float));
  });
}

}  // namespace LFADS_ISA
