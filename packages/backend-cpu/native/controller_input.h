// The controller's input: the encoder's forward half delayed, its backward half advanced, zeros around.
#pragma once
#include "parallel.h"

namespace LFADS_ISA {

struct LagShape {
  int B, S, H, lag, before, after;
  int steps() const { return before + S + after; }
};
inline LagShape lag_shape(const LfadsArg* numbers) {
  const auto n = [=](int i) { return static_cast<int>(numbers[i].number); };
  return {n(0), n(1), n(2), n(3), n(4), n(5)};
}
inline int lag_workers(const LfadsContext* context, const LagShape& g) {
  return larger(1, smaller(g.B, workers(context, static_cast<double>(g.B) * g.steps() * g.H, 65536)));
}
/** A row of n floats, zeros where `from` is null. */
inline void set_row(float* to, const float* from, int n) {
  if (from) copy_bytes(to, from, n * sizeof(float));
  else set_bytes(to, 0, n * sizeof(float));
}

/** args: forward, backward [B,S,H]; ci [B,before+S+after,2H]; B, S, H, lag, before, after. */
inline void controller_input(const LfadsArg* args, LfadsContext* context) {
  const float *forward = static_cast<float*>(args[0].pointer), *backward = static_cast<float*>(args[1].pointer);
  float* ci = static_cast<float*>(args[2].pointer);
  const LagShape g = lag_shape(args + 3);
  const int count = lag_workers(context, g);
  parallel(context, count, [=](int worker) {
    const Range mine = part(g.B, count, worker);
    for (int b = mine.begin; b < mine.end; ++b) {
      const ptrdiff_t trial = static_cast<ptrdiff_t>(b) * g.S;
      for (int t = 0; t < g.steps(); ++t) {
        const int s = t - g.before;
        const bool inside = s >= 0 && s < g.S;
        float* to = ci + (static_cast<ptrdiff_t>(b) * g.steps() + t) * 2 * g.H;
        set_row(to, inside && s >= g.lag ? forward + (trial + s - g.lag) * g.H : nullptr, g.H);
        set_row(to + g.H, inside && s + g.lag < g.S ? backward + (trial + s + g.lag) * g.H : nullptr, g.H);
      }
    }
  });
}
/** args: dy; d forward, d backward; the same numbers. */
inline void controller_input_gradient(const LfadsArg* args, LfadsContext* context) {
  const float* dy = static_cast<float*>(args[0].pointer);
  float *d_forward = static_cast<float*>(args[1].pointer), *d_backward = static_cast<float*>(args[2].pointer);
  const LagShape g = lag_shape(args + 3);
  const int count = lag_workers(context, g);
  parallel(context, count, [=](int worker) {
    const Range mine = part(g.B, count, worker);
    for (int b = mine.begin; b < mine.end; ++b) {
      const float* first = dy + (static_cast<ptrdiff_t>(b) * g.steps() + g.before) * 2 * g.H;
      for (int s = 0; s < g.S; ++s) {
        const ptrdiff_t row = (static_cast<ptrdiff_t>(b) * g.S + s) * g.H;
        set_row(d_forward + row, s + g.lag < g.S ? first + static_cast<ptrdiff_t>(s + g.lag) * 2 * g.H : nullptr, g.H);
        set_row(d_backward + row, s >= g.lag ? first + static_cast<ptrdiff_t>(s - g.lag) * 2 * g.H + g.H : nullptr, g.H);
      }
    }
  });
}

}  // namespace LFADS_ISA
