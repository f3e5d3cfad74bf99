// The gradient of a product's weight, collected over steps.
#pragma once
#include "gru_cell.h"

namespace LFADS_ISA {

/** The gradient of a product's weight, lᵀ r summed over steps, some rows at a time. */
struct ProductGradient {
  int m, n, capacity, used, l_stride, r_stride;
  float *l, *r, *sum, *l_sum;
  float* next_l() const { return l + static_cast<ptrdiff_t>(used) * l_stride; }
  float* next_r() const { return r + static_cast<ptrdiff_t>(used) * r_stride; }
};
inline ProductGradient new_product_gradient(LfadsContext* context, int m, int n, int rows) {
  ProductGradient p{};
  p.m = m, p.n = n;
  p.capacity = rows * larger(1, OPERAND_ROWS / rows);
  p.l_stride = row_stride(m + VL), p.r_stride = row_stride(n);
  p.l = row_scratch(context, static_cast<size_t>(p.capacity) * p.l_stride);
  p.r = row_scratch(context, static_cast<size_t>(p.capacity) * p.r_stride);
  p.sum = zeroed_scratch(context, static_cast<size_t>(m) * p.r_stride + VL);  // columns from any on are read as whole vectors
  p.l_sum = zeroed_scratch(context, round_up(m, VL));
  return p;
}
inline void enter_product(ProductGradient& p) {
  gemm_tn({p.l, p.l_stride}, {p.r, p.r_stride}, p.used, p.m, round_up(p.n, VL), {p.sum, p.r_stride, Into::Add, nullptr});
  add_column_sums(p.l_sum, p.l, p.l_stride, p.used, p.m);
  p.used = 0;
}
inline void make_room(ProductGradient& p, int rows) {
  if (p.used + rows > p.capacity) enter_product(p);
}

}  // namespace LFADS_ISA
