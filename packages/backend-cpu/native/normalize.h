// Rows divided by their 2-norms.
#pragma once
#include "context.h"
#include "simd.h"

namespace LFADS_ISA {

LFADS_INLINE double dot(const float* a, const float* b, int n) {
  double sum = 0;
  for (int i = 0; i < n; i += VL) sum += sum_lanes(load_upto(a + i, n - i) * load_upto(b + i, n - i));
  return sum;
}
constexpr double SMALLEST_NORM = 1e-12;
inline double norm_of(const float* row, int n) {
  const double norm = square_root(dot(row, row, n));
  return norm > SMALLEST_NORM ? norm : SMALLEST_NORM;
}

/** args: weight; y; rows, columns. */
inline void normalize_rows(const LfadsArg* args, LfadsContext*) {
  const float* weight = static_cast<float*>(args[0].pointer);
  float* y = static_cast<float*>(args[1].pointer);
  const int rows = static_cast<int>(args[2].number), n = static_cast<int>(args[3].number);
  for (int r = 0; r < rows; ++r, weight += n, y += n) {
    const float factor = static_cast<float>(1 / norm_of(weight, n));
    for (int i = 0; i < n; i += VL) store_upto(y + i, load_upto(weight + i, n - i) * factor, n - i);
  }
}
/** args: weight, dy; d weight; rows, columns. */
inline void normalize_rows_gradient(const LfadsArg* args, LfadsContext*) {
  const float *weight = static_cast<float*>(args[0].pointer), *dy = static_cast<float*>(args[1].pointer);
  float* d_weight = static_cast<float*>(args[2].pointer);
  const int rows = static_cast<int>(args[3].number), n = static_cast<int>(args[4].number);
  for (int r = 0; r < rows; ++r, weight += n, dy += n, d_weight += n) {
    const double norm = norm_of(weight, n);
    const float factor = static_cast<float>(1 / norm);
    const float along = norm > SMALLEST_NORM ? static_cast<float>(dot(weight, dy, n) / (norm * norm * norm)) : 0;
    for (int i = 0; i < n; i += VL) {
      const vf d = load_upto(dy + i, n - i) * factor - load_upto(weight + i, n - i) * along;
      store_upto(d_weight + i, d, n - i);
    }
  }
}

}  // namespace LFADS_ISA
