#include "cases.h"

namespace lfads_tests {
namespace {

/** c[m,n] = a[m,k] b[k,n] + bias[n], any strides. */
std::vector<double> product(int m, int k, int n, const float* a, int a_row, int a_column, const float* b, int b_row, int b_column,
                            const float* bias = nullptr) {
  std::vector<double> c;
  for (int row = 0; row < m; ++row) {
    for (int column = 0; column < n; ++column) {
      double sum = bias ? bias[column] : 0;
      for (int i = 0; i < k; ++i) sum += static_cast<double>(a[row * a_row + i * a_column]) * b[i * b_row + column * b_column];
      c.push_back(sum);
    }
  }
  return c;
}

Results linear(Machine& machine, int rows, int K, int N) {
  Series series(3);
  const Floats x = series.floats(rows * K), w = series.floats(N * K), bias = series.floats(N), dy = series.floats(rows * N);
  const Floats y = blank(rows * N), dw = blank(N * K), dbias = blank(N), dx = blank(rows * K);
  machine.call(LINEAR, x, w, bias, y, rows, K, N);
  machine.call(LINEAR_GRADIENT, x, w, dy, dw, dbias, dx, rows, K, N);
  return {{"y", y, [=] { return product(rows, K, N, x.data(), K, 1, w.data(), 1, K, bias.data()); }},
          {"d weight", dw, [=] { return product(N, rows, K, dy.data(), 1, N, x.data(), K, 1); }},
          {"d bias", dbias},
          {"dx", dx, [=] { return product(rows, N, K, dy.data(), N, 1, w.data(), K, 1); }}};
}

Results matmul(Machine& machine, int batches, int M, int K, int N, bool transposed) {
  Series series(4);
  const Floats a = series.floats(batches * M * K), b = series.floats(batches * K * N), c = blank(batches * M * N);
  const int a_row = transposed ? 1 : K, a_column = transposed ? M : 1, b_row = transposed ? 1 : N, b_column = transposed ? K : 1;
  machine.call(MATMUL, a, b, c, batches, M, K, N, M * K, a_row, a_column, K * N, b_row, b_column);
  const auto expected = [=] {
    std::vector<double> all;
    for (int i = 0; i < batches; ++i) {
      const auto one = product(M, K, N, a.data() + i * M * K, a_row, a_column, b.data() + i * K * N, b_row, b_column);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  };
  return {{"c", c, expected}};
}

Results normalize_rows(Machine& machine, int rows, int n) {
  Series series(5);
  const Floats w = series.floats(rows * n), dy = series.floats(rows * n), y = blank(rows * n), dw = blank(rows * n);
  machine.call(NORMALIZE_ROWS, w, y, rows, n);
  machine.call(NORMALIZE_ROWS_GRADIENT, w, dy, dw, rows, n);
  return {{"y", y}, {"d weight", dw}};
}

}  // namespace

void add_product_cases(std::vector<Case>& cases) {
  const int sizes[][3] = {{1, 1, 1}, {1, 7, 33}, {5, 16, 16}, {13, 3, 19}, {150, 41, 130}, {131, 390, 50}};
  for (const auto& s : sizes) {
    const int m = s[0], k = s[1], n = s[2];
    cases.push_back({named("linear", {m, k, n}), [=](Machine& machine) { return linear(machine, m, k, n); }});
    cases.push_back({named("matmul", {m, k, n}), [=](Machine& machine) { return matmul(machine, 2, m, k, n, false); }});
    cases.push_back({named("matmul transposed", {m, k, n}), [=](Machine& machine) { return matmul(machine, 2, m, k, n, true); }});
    cases.push_back({named("normalised rows", {m, n}), [=](Machine& machine) { return normalize_rows(machine, m, n); }});
  }
}

}  // namespace lfads_tests
