// Splitting work over the host's threads.
#pragma once
#include "context.h"
#include "simd.h"

namespace LFADS_ISA {

template <class F>
inline void parallel(LfadsContext* context, int count, F body) {
  if (count == 1) return body(0);
  context->parallel(context, count, [](void* data, int i) { (*static_cast<F*>(data))(i); }, &body);
}

inline float* scratch(LfadsContext* context, size_t floats) {
  return static_cast<float*>(context->scratch(context, floats * sizeof(float)));
}
inline float* zeroed_scratch(LfadsContext* context, size_t floats) {
  float* p = scratch(context, floats);
  set_bytes(p, 0, floats * sizeof(float));
  return p;
}

/**
 * Scratch memory for rows that are written before they are read, but for the padding behind them, which only enters
 * padding of the results. WebAssembly clears it: what it may hold, denormals, would slow every product down there.
 */
inline float* row_scratch(LfadsContext* context, size_t floats) {
#ifdef __wasm__
  return zeroed_scratch(context, floats);
#else
  return scratch(context, floats);
#endif
}

struct Range {
  int begin, end;
};
/** Part i of n items in `parts` parts that differ by one item at most. */
inline Range part(int n, int parts, int i) {
  const long long size = n;
  return {static_cast<int>(size * i / parts), static_cast<int>(size * (i + 1) / parts)};
}
/** Threads worth waking for `items`, where a thread should get at least `grain` of them. */
inline int workers(const LfadsContext* context, double items, double grain) {
  const double most = items / grain;
  return most < 2 ? 1 : most < context->threads ? static_cast<int>(most) : context->threads;
}

struct Span {
  size_t begin, end;
};
/** Elements in blocks whose bounds depend on the count alone, so that sums over them do too. */
constexpr size_t BLOCK = 16384;
template <class F>
inline void for_blocks(LfadsContext* context, size_t n, F body) {
  const int blocks = static_cast<int>((n + BLOCK - 1) / BLOCK);
  const int count = workers(context, blocks, 4);
  parallel(context, count, [=](int i) {
    const Range mine = part(blocks, count, i);
    for (int b = mine.begin; b < mine.end; ++b) {
      const size_t begin = b * BLOCK, end = begin + BLOCK;
      body(b, Span{begin, end < n ? end : n});
    }
  });
}
inline int block_count(size_t n) { return static_cast<int>((n + BLOCK - 1) / BLOCK); }

}  // namespace LFADS_ISA
