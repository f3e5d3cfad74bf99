#include "cases.h"

namespace lfads_tests {
namespace {

std::function<std::vector<double>()> map(const Floats& x, double (*f)(double)) {
  return [=] {
    std::vector<double> y;
    for (int i = 0; i < x.size(); ++i) y.push_back(f(x[i]));
    return y;
  };
}

Results unary(Machine& machine, int n) {
  Series series(10);
  const Floats x = series.floats(n, 4), positive = series.floats(n, 4, 4.5);
  Floats y[8];
  for (int operation = 0; operation < 8; ++operation) {
    y[operation] = blank(n);
    machine.call(UNARY, operation == 3 || operation > 5 ? positive : x, y[operation], n, operation);
  }
  return {{"exp", y[0], map(x, std::exp)},
          {"negative", y[1], map(x, [](double v) { return -v; })},
          {"square", y[2], map(x, [](double v) { return v * v; })},
          {"square root", y[3], map(positive, std::sqrt)},
          {"sigmoid", y[4], map(x, [](double v) { return 1 / (1 + std::exp(-v)); })},
          {"tanh", y[5], map(x, std::tanh)},
          {"log Gamma", y[6], map(positive, std::lgamma)},
          {"digamma", y[7]}};
}

Results binary(Machine& machine, int n) {
  Series series(11);
  const Floats a = series.floats(n), b = series.floats(n, 1, 1.5), one = series.floats(1, 1, 1.5);
  const Floats sum = blank(n), difference = blank(n), multiple = blank(n), ratio = blank(n);
  machine.call(BINARY, a, b, sum, n, false, false, 0);
  machine.call(BINARY, one, b, difference, n, true, false, 1);
  machine.call(BINARY, a, one, multiple, n, false, true, 2);
  machine.call(BINARY, a, b, ratio, n, false, false, 3);
  return {{"a + b", sum}, {"1 - b", difference}, {"a * 1", multiple}, {"a / b", ratio}};
}

Results masks_and_sums(Machine& machine, int n) {
  Series series(12);
  const Floats x = series.floats(n), y = blank(n);
  const Bytes mask = series.mask(n), opposite(n, 7);
  const Doubles sum = blank_doubles(1), squares = blank_doubles(1);
  machine.call(MASK_SCALE, x, mask, y, n, 1.25);
  machine.call(LOGICAL_NOT, mask, opposite, n);
  machine.call(SUM, x, sum, n, false);
  machine.call(SUM, x, squares, n, true);
  return {{"masked", y}, {"opposite", opposite}, {"sum", sum}, {"squares", squares}};
}

Results adamw(Machine& machine, int n) {
  Series series(13);
  const Floats p = series.floats(n), m = series.floats(n, 0.1), v = series.floats(n, 0.01, 0.02), g = series.floats(n);
  const Floats p_to = blank(n), m_to = blank(n), v_to = blank(n);
  machine.call(ADAMW, p, m, v, g, p_to, m_to, v_to, n, 0.01, 0.9, 0.999, 1e-8, 0.02, 3, 0.5);
  return {{"p", p_to}, {"m", m_to}, {"v", v_to}};
}

Results philox(Machine& machine, int n) {
  const Bytes kept(n, 7);
  const Floats uniform = blank(n), normal = blank(n);
  machine.call(PHILOX, kept, n, 0, 0.7 * 4294967296.0, 1, 2, 3, 4);
  machine.call(PHILOX, uniform, n, 1, 0, 1, 2, 3, 4);
  machine.call(PHILOX, normal, n, 2, 0, 4294967295.0, 2, 3, 4);
  return {{"bernoulli", kept}, {"uniform", uniform}, {"normal", normal}};
}

}  // namespace

void add_element_cases(std::vector<Case>& cases) {
  for (int n : {1, 3, 4, 15, 16, 17, 257, 140001}) {
    cases.push_back({named("unary", {n}), [=](Machine& machine) { return unary(machine, n); }});
    cases.push_back({named("binary", {n}), [=](Machine& machine) { return binary(machine, n); }});
    cases.push_back({named("masks and sums", {n}), [=](Machine& machine) { return masks_and_sums(machine, n); }});
    cases.push_back({named("AdamW", {n}), [=](Machine& machine) { return adamw(machine, n); }});
    cases.push_back({named("Philox", {n}), [=](Machine& machine) { return philox(machine, n); }});
  }
}

}  // namespace lfads_tests
