#include <algorithm>

#include "cases.h"

namespace lfads_tests {
namespace {

struct Gru {
  int B, T, I, H;
  bool reverse, last, masked;
  int segment;

  /** Floats that the forward pass keeps: activations, or states at segments' beginnings, or nothing. */
  int kept() const {
    if (segment == 0) return T * B * 4 * ((H + 15) / 16 * 16);
    return last ? (T + segment - 1) / segment * B * H : 0;
  }
};
constexpr double CLIP = 0.8, MASK_SCALE_VALUE = 1.25;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/** The states [B,T,H], or the last ones [B,H], in double precision. */
std::vector<double> reference(const Gru& g, const Floats& x, const Floats& h0, const Floats& wi, const Floats& wh, const Floats& bias,
                              const Bytes& mask) {
  std::vector<double> states(static_cast<size_t>(g.B) * g.H * (g.last ? 1 : g.T));
  for (int b = 0; b < g.B; ++b) {
    std::vector<double> h(h0.data(), h0.data() + g.H), gates(3 * g.H), next(g.H);
    for (int step = 0; step < g.T; ++step) {
      const int t = g.reverse ? g.T - 1 - step : step;
      for (int j = 0; j < 3 * g.H; ++j) {
        gates[j] = bias[j];
        for (int i = 0; i < g.I; ++i) {
          const int at = (b * g.T + t) * g.I + i;
          gates[j] += x[at] * wi[j * g.I + i] * (g.masked ? mask[at] * MASK_SCALE_VALUE : 1);
        }
        if (j < 2 * g.H) {
          for (int i = 0; i < g.H; ++i) gates[j] += wh[j * g.H + i] * h[i];
          gates[j] = sigmoid(gates[j]);
        }
      }
      for (int j = 0; j < g.H; ++j) {
        double n = gates[2 * g.H + j];
        for (int i = 0; i < g.H; ++i) n += wh[(2 * g.H + j) * g.H + i] * gates[g.H + i] * h[i];
        next[j] = std::clamp(gates[j] * h[j] + (1 - gates[j]) * std::tanh(n), -CLIP, CLIP);
      }
      h = next;
      const int at = g.last ? b : b * g.T + t;
      std::copy(h.begin(), h.end(), states.begin() + static_cast<ptrdiff_t>(at) * g.H);
    }
  }
  return states;
}

Results run(Machine& machine, const Gru& g) {
  Series series(1);
  const Floats x = series.floats(g.B * g.T * g.I), h0 = series.floats(g.H, 0.5);
  const Floats wi = series.floats(3 * g.H * g.I, 0.4), wh = series.floats(3 * g.H * g.H, 0.3), bias = series.floats(3 * g.H, 0.3);
  const Bytes mask = g.masked ? series.mask(g.B * g.T * g.I) : Bytes();
  const int states = g.B * g.H * (g.last ? 1 : g.T);
  const Floats h = blank(states), kept = g.kept() ? blank(g.kept()) : Floats(), dy = series.floats(states);
  const auto call = [&](Kernel kernel, const auto&... arrays) {
    machine.call(kernel, x, h0, wi, wh, bias, mask, arrays..., g.B, g.T, g.I, g.H, 1, g.reverse, g.last, CLIP,
                 g.masked ? MASK_SCALE_VALUE : 1, g.segment);
  };
  call(GRU_SEQUENCE, h, kept);
  const Floats dh0 = blank(g.H), dwi = blank(wi.size()), dwh = blank(wh.size()), dbias = blank(bias.size()), dx = blank(x.size());
  call(GRU_SEQUENCE_GRADIENT, dy, kept, h, dh0, dwi, dwh, dbias, dx);
  return {{"h", h, [=] { return reference(g, x, h0, wi, wh, bias, mask); }}, {"dh0", dh0}, {"d weight_ih", dwi}, {"d weight_hh", dwh},
          {"d bias", dbias}, {"dx", dx}};
}

}  // namespace

void add_gru_cases(std::vector<Case>& cases) {
  const int sizes[][4] = {{1, 1, 1, 1}, {1, 5, 3, 7}, {2, 1, 16, 16}, {5, 4, 9, 33}, {37, 3, 21, 47}, {66, 6, 31, 50}};
  for (const auto& s : sizes) {
    for (const Gru& traits : {Gru{0, 0, 0, 0, false, false, false, 0}, Gru{0, 0, 0, 0, true, true, true, 2}, Gru{0, 0, 0, 0, false, false, true, 1}}) {
      Gru g = traits;
      g.B = s[0], g.T = s[1], g.I = s[2], g.H = s[3];
      cases.push_back({named("GRU", {g.B, g.T, g.I, g.H}) + (g.masked ? " masked" : "") + (g.last ? " reverse last" : "") +
                           (g.segment ? " recomputing" : ""),
                       [g](Machine& machine) { return run(machine, g); }});
    }
  }
}

}  // namespace lfads_tests
