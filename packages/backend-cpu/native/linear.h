// y = x wᵀ + b, its gradient, and the general matrix product.
#pragma once
#include "gru_cell.h"

namespace LFADS_ISA {

/** args: x, weight, bias?; y; rows, K, N. */
inline void linear(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const auto n = [=](int i) { return static_cast<int>(args[4 + i].number); };
  const int rows = n(0), K = n(1), N = n(2);
  const Packed w = new_packed(context, K, N);
  pack(w, 0, K, f(1), 1, K);
  const float* bias = f(2) ? padded_copy(context, f(2), N) : nullptr;
  const int count = smaller(rows, workers(context, static_cast<double>(rows) * K * N, 500000));
  parallel(context, larger(1, count), [=](int k) {
    const Range mine = part(rows, larger(1, count), k);
    for (int row = mine.begin; row < mine.end; row += OPERAND_ROWS) {
      const Piece x{f(0) + static_cast<ptrdiff_t>(row) * K, K, K};
      gemm(&x, 1, smaller(OPERAND_ROWS, mine.end - row), w, {f(3) + static_cast<ptrdiff_t>(row) * N, N, Into::Replace, bias});
    }
  });
}

/** args: x, weight, dy; d weight, d bias?, dx?; rows, K, N. */
inline void linear_gradient(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const auto n = [=](int i) { return static_cast<int>(args[6 + i].number); };
  const int rows = n(0), K = n(1), N = n(2);
  const float *x = f(0), *dy = f(2);
  float *const d_bias = f(4), *const dx = f(5);
  Packed w{nullptr, N, K};
  if (dx) {
    w = new_packed(context, N, K);
    pack(w, 0, N, f(1), K, 1);
  }
  const int count = larger(1, smaller(rows, workers(context, static_cast<double>(rows) * K * N, 250000)));
  const int k_stride = row_stride(K), n_stride = row_stride(N);
  float** sums = static_cast<float**>(context->scratch(context, sizeof(float*) * count * 3));
  for (int k = 0; k < count; ++k) {
    sums[3 * k] = zeroed_scratch(context, static_cast<size_t>(N) * k_stride);
    sums[3 * k + 1] = zeroed_scratch(context, n_stride);
    sums[3 * k + 2] = row_scratch(context, static_cast<size_t>(OPERAND_ROWS) * (k_stride + n_stride));
  }
  parallel(context, count, [=](int k) {
    const Range mine = part(rows, count, k);
    float *const x_rows = sums[3 * k + 2], *const dy_rows = x_rows + static_cast<ptrdiff_t>(OPERAND_ROWS) * k_stride;
    for (int row = mine.begin; row < mine.end; row += OPERAND_ROWS) {
      const int now = smaller(OPERAND_ROWS, mine.end - row);
      for (int b = 0; b < now; ++b) {
        copy_row(x_rows + static_cast<ptrdiff_t>(b) * k_stride, x + static_cast<ptrdiff_t>(row + b) * K, K);
        copy_row(dy_rows + static_cast<ptrdiff_t>(b) * n_stride, dy + static_cast<ptrdiff_t>(row + b) * N, N);
      }
      gemm_tn({dy_rows, n_stride}, {x_rows, k_stride}, now, N, round_up(K, VL), {sums[3 * k], k_stride, Into::Add, nullptr});
      if (d_bias) add_column_sums(sums[3 * k + 1], dy_rows, n_stride, now, N);
      const Piece d{dy_rows, n_stride, N};
      if (dx) gemm(&d, 1, now, w, {dx + static_cast<ptrdiff_t>(row) * K, K, Into::Replace, nullptr});
    }
  });
  reduce_matrix(f(3), N, K, k_stride, count, [=](int k) { return sums[3 * k]; });
  if (d_bias) reduce_matrix(d_bias, 1, N, 0, count, [=](int k) { return sums[3 * k + 1]; });
}

/** args: a, b; c; batches, M, K, N, a's batch step, row step, column step, b's three. c = a b for every batch. */
inline void matmul(const LfadsArg* args, LfadsContext* context) {
  const auto n = [=](int i) { return static_cast<int>(args[3 + i].number); };
  const int batches = n(0), M = n(1), K = n(2), N = n(3);
  constexpr int K_BLOCK = 384, M_BLOCK = 96;
  const Packed whole = new_packed(context, smaller(K, K_BLOCK), N);
  const int count = larger(1, smaller((M + 7) / 8, workers(context, static_cast<double>(M) * K * N, 500000)));
  float** blocks = static_cast<float**>(context->scratch(context, sizeof(float*) * count));
  for (int k = 0; k < count; ++k) blocks[k] = scratch(context, M_BLOCK * K_BLOCK);
  for (int batch = 0; batch < batches; ++batch) {
    const float* a = static_cast<float*>(args[0].pointer) + static_cast<ptrdiff_t>(batch) * n(4);
    const float* b = static_cast<float*>(args[1].pointer) + static_cast<ptrdiff_t>(batch) * n(7);
    float* c = static_cast<float*>(args[2].pointer) + static_cast<ptrdiff_t>(batch) * M * N;
    const ptrdiff_t row_step = n(5), column_step = n(6);
    for (int k0 = 0; k0 < K; k0 += K_BLOCK) {
      const int depth = smaller(K_BLOCK, K - k0);
      const Packed packed{whole.data, depth, N};
      pack(packed, 0, depth, b + static_cast<ptrdiff_t>(k0) * n(8), n(8), n(9));
      parallel(context, count, [=](int worker) {
        const Range mine = part(M, count, worker);
        for (int row = mine.begin; row < mine.end; row += M_BLOCK) {
          const int now = smaller(M_BLOCK, mine.end - row);
          Piece piece{a + row * row_step + k0 * column_step, row_step, depth};
          if (column_step != 1) {
            for (int k = 0; k < depth; ++k) {
              for (int i = 0; i < now; ++i) blocks[worker][i * K_BLOCK + k] = piece.data[i * row_step + k * column_step];
            }
            piece = {blocks[worker], K_BLOCK, depth};
          }
          gemm(&piece, 1, now, packed, {c + static_cast<ptrdiff_t>(row) * N, N, k0 ? Into::Add : Into::Replace, nullptr});
        }
      });
    }
  }
}

}  // namespace LFADS_ISA
