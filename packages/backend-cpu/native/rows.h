// Moving single rows between the users' dense arrays and padded scratch matrices.
#pragma once
#include "simd.h"

namespace LFADS_ISA {

/** to[i] = op(i) for whole vectors at i; the last one overlaps its neighbour rather than cross the row's end. */
template <class Op, class Tail>
LFADS_INLINE void map_row(int n, Op op, Tail tail) {
  if (n < VL) {
    for (int i = 0; i < n; ++i) tail(i);
    return;
  }
  int i = 0;
  for (; i + VL <= n; i += VL) op(i);
  if (i < n) op(n - VL);
}
inline void copy_row(float* to, const float* from, int n) {
  map_row(n, [=](int i) { store(to + i, load(from + i)); }, [=](int i) { to[i] = from[i]; });
}
/** to = from * mask * scale; a null mask: a copy. */
inline void mask_row(float* to, const float* from, const uint8_t* mask, float scale, int n) {
  if (!mask) return copy_row(to, from, n);
  map_row(
      n, [=](int i) { store(to + i, load(from + i) * load_mask(mask + i) * scale); },
      [=](int i) { to[i] = from[i] * static_cast<float>(mask[i]) * scale; });
}
/** to += from (distinct rows; `to` is padded scratch). */
inline void add_row(float* to, const float* from, int n) {
  int i = 0;
  for (; i + VL <= n; i += VL) store(to + i, load(to + i) + load(from + i));
  for (; i < n; ++i) to[i] += from[i];
}

/** The sum of a[i] b[i]. */
inline float inner_product(const float* a, const float* b, int n) {
  vf even = {}, odd = {};
  int i = 0;
  for (; i + 2 * VL <= n; i += 2 * VL) {
    even = fma(load(a + i), load(b + i), even);
    odd = fma(load(a + i + VL), load(b + i + VL), odd);
  }
  for (; i + VL <= n; i += VL) even = fma(load(a + i), load(b + i), even);
  if (i < n) odd = fma(load_part(a + i, n - i), load_part(b + i, n - i), odd);
  return add_lanes(even + odd);
}

}  // namespace LFADS_ISA
