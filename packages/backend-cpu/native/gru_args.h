// A GRU's arguments, the same for the forward pass and the gradient, and its steps through time.
#pragma once
#include "gru_cell.h"

namespace LFADS_ISA {

struct GruArgs {
  const float *x, *h0, *weight_ih, *weight_hh, *bias;
  const uint8_t* mask;
  int B, T, I, H, h0_rows;
  bool reverse, last;
  float clip, mask_scale;
  int segment;  // steps whose activations the gradient computes again at a time; 0: all are kept
  CellShape shape() const { return {I, H, clip}; }
  int time(int step) const { return reverse ? T - 1 - step : step; }
  /** The checkpoint of the segment that begins with `step`, from batch row b on, in a dense [segments,B,H]. */
  ptrdiff_t checkpoint_at(int step, int b) const { return (static_cast<ptrdiff_t>(step / segment) * B + b) * H; }
};
inline GruArgs gru_args(const LfadsArg* in, const LfadsArg* numbers) {
  const auto f = [=](int i) { return static_cast<const float*>(in[i].pointer); };
  const auto n = [=](int i) { return static_cast<int>(numbers[i].number); };
  return {f(0), f(1), f(2), f(3), f(4), static_cast<const uint8_t*>(in[5].pointer), n(0), n(1), n(2), n(3), n(4), n(5) != 0,
          n(6) != 0, static_cast<float>(numbers[7].number), static_cast<float>(numbers[8].number), n(9)};
}
inline void load_inputs(const GruArgs& g, float* to, int stride, Range rows, int t) {
  for (int b = rows.begin; b < rows.end; ++b) {
    const ptrdiff_t at = (static_cast<ptrdiff_t>(b) * g.T + t) * g.I;
    mask_row(to + static_cast<ptrdiff_t>(b - rows.begin) * stride, g.x + at, g.mask ? g.mask + at : nullptr, g.mask_scale, g.I);
  }
}
/** The rows of step `step`, if there is one, for the products of the step before it to ask for; `states` are [B,T,H] or null. */
inline Ahead gru_ahead(const GruArgs& g, Range rows, int step, const float* states) {
  Ahead ahead(rows.end - rows.begin);
  if (step < 0 || step >= g.T) return ahead;
  const ptrdiff_t at = (static_cast<ptrdiff_t>(rows.begin) * g.T + g.time(step));
  ahead.add(g.x + at * g.I, static_cast<ptrdiff_t>(g.T) * g.I * sizeof(float), g.I * sizeof(float));
  if (g.mask) ahead.add(g.mask + at * g.I, static_cast<ptrdiff_t>(g.T) * g.I, g.I);
  if (states && !g.last) ahead.add(states + at * g.H, static_cast<ptrdiff_t>(g.T) * g.H * sizeof(float), g.H * sizeof(float));
  return ahead;
}
inline int gru_workers(const LfadsContext* context, const GruArgs& g) {
  const double work = static_cast<double>(g.B) * g.T * g.H * (g.I + g.H);
  return smaller(larger(1, g.B / 2), workers(context, work, 500000));
}

/** A thread's room for steps forward, `acts` for the activations of some of them. */
struct GruRoom {
  CellScratch cell;
  int x_stride;
  float *x, *h, *acts;
};
inline GruRoom new_gru_room(LfadsContext* context, const GruArgs& g, int rows, int acts_steps) {
  const CellScratch cell = new_cell_scratch(context, g.shape(), rows);
  const int x_stride = row_stride(g.I);
  return {cell, x_stride, scratch(context, static_cast<size_t>(rows) * x_stride),
          zeroed_scratch(context, static_cast<size_t>(rows) * cell.hidden_stride),
          acts_steps ? scratch(context, static_cast<size_t>(acts_steps) * rows * activation_stride(g.H)) : nullptr};
}
/** room.h = the rows' h0 */
inline void load_start(const GruArgs& g, const GruRoom& room, Range rows) {
  for (int b = rows.begin; b < rows.end; ++b) {
    copy_row(room.h + static_cast<ptrdiff_t>(b - rows.begin) * room.cell.hidden_stride, g.h0 + (g.h0_rows == 1 ? 0 : static_cast<ptrdiff_t>(b) * g.H), g.H);
  }
}
/** One step on room.h. */
inline void gru_step(const GruArgs& g, const CellWeights& w, const GruRoom& room, Range rows, int step, const Saving& save, const float* states = nullptr) {
  load_inputs(g, room.x, room.x_stride, rows, g.time(step));
  Ahead ahead = gru_ahead(g, rows, step + 1, states);
  cell_forward(w, room.cell, rows.end - rows.begin, {room.x, room.x_stride, g.I}, room.h, save, &ahead);
}

}  // namespace LFADS_ISA
