// A GRU over a sequence: the batch's rows are split over threads once, each walks through time on its own.
#pragma once
#include "gru_cell.h"

namespace LFADS_ISA {

struct GruArgs {
  const float *x, *h0, *weight_ih, *weight_hh, *bias;
  const uint8_t* mask;
  int B, T, I, H, h0_rows;
  bool reverse, last;
  float clip, mask_scale;
  int time(int step) const { return reverse ? T - 1 - step : step; }
};
inline GruArgs gru_args(const LfadsArg* in, const LfadsArg* numbers) {
  const auto f = [=](int i) { return static_cast<const float*>(in[i].pointer); };
  const auto n = [=](int i) { return static_cast<int>(numbers[i].number); };
  return {f(0), f(1), f(2), f(3), f(4), static_cast<const uint8_t*>(in[5].pointer), n(0), n(1), n(2), n(3), n(4), n(5) != 0,
          n(6) != 0, static_cast<float>(numbers[7].number), static_cast<float>(numbers[8].number)};
}
inline void load_inputs(const GruArgs& g, float* to, int stride, Range rows, int t) {
  for (int b = rows.begin; b < rows.end; ++b) {
    const ptrdiff_t at = (static_cast<ptrdiff_t>(b) * g.T + t) * g.I;
    mask_row(to + static_cast<ptrdiff_t>(b - rows.begin) * stride, g.x + at, g.mask ? g.mask + at : nullptr, g.mask_scale, g.I);
  }
}
inline int gru_workers(const LfadsContext* context, const GruArgs& g) {
  const double work = static_cast<double>(g.B) * g.T * g.H * (g.I + g.H);
  return smaller(larger(1, g.B / 2), workers(context, work, 500000));
}

/** args: x, h0, weight_ih, weight_hh, bias, mask?; h, activations?; B, T, I, H, h0 rows, reverse, last, clip, mask scale. */
inline void gru_sequence(const LfadsArg* args, LfadsContext* context) {
  const GruArgs g = gru_args(args, args + 8);
  float* out = static_cast<float*>(args[6].pointer);
  float* saved = static_cast<float*>(args[7].pointer);
  const CellShape shape{g.I, g.H, g.clip};
  const CellWeights w = pack_cell(context, shape, g.weight_ih, g.weight_hh, g.bias);
  const int count = gru_workers(context, g), most = (g.B + count - 1) / count;
  const int x_stride = row_stride(g.I);
  const ptrdiff_t act_stride = activation_stride(g.H);
  struct Room {
    CellScratch cell;
    float *x, *h, *acts;
  };
  Room* rooms = static_cast<Room*>(context->scratch(context, sizeof(Room) * count));
  for (int k = 0; k < count; ++k) {
    rooms[k].cell = new_cell_scratch(context, shape, most);
    rooms[k].x = scratch(context, static_cast<size_t>(most) * x_stride);
    rooms[k].h = zeroed_scratch(context, static_cast<size_t>(most) * rooms[k].cell.hidden_stride);
    rooms[k].acts = saved ? nullptr : scratch(context, most * act_stride);
  }
  parallel(context, count, [&](int k) {
    const Range mine = part(g.B, count, k);
    const int rows = mine.end - mine.begin;
    const Room& room = rooms[k];
    const ptrdiff_t h_stride = room.cell.hidden_stride;
    for (int b = 0; b < rows; ++b) copy_row(room.h + b * h_stride, g.h0 + (g.h0_rows == 1 ? 0 : static_cast<ptrdiff_t>(mine.begin + b) * g.H), g.H);
    for (int step = 0; step < g.T; ++step) {
      const int t = g.time(step);
      load_inputs(g, room.x, x_stride, mine, t);
      float* acts = saved ? saved + (static_cast<ptrdiff_t>(t) * g.B + mine.begin) * act_stride : room.acts;
      cell_forward(w, room.cell, rows, {room.x, x_stride, g.I}, room.h, acts);
      if (g.last && step < g.T - 1) continue;
      for (int b = 0; b < rows; ++b) {
        const ptrdiff_t row = mine.begin + b;
        copy_row(out + (g.last ? row : row * g.T + t) * g.H, room.h + b * h_stride, g.H);
      }
    }
  });
}

/** args: as above up to mask, dy, activations; dh0, d weight_ih, d weight_hh, d bias, dx?; the same numbers. */
inline void gru_sequence_gradient(const LfadsArg* args, LfadsContext* context) {
  const GruArgs g = gru_args(args, args + 13);
  const float* dy = static_cast<const float*>(args[6].pointer);
  const float* saved = static_cast<const float*>(args[7].pointer);
  float* const dh0 = static_cast<float*>(args[8].pointer);
  float* const dx = static_cast<float*>(args[12].pointer);
  const CellShape shape{g.I, g.H, g.clip};
  const CellTransposed w = pack_cell_transposed(context, shape, g.weight_ih, g.weight_hh, dx != nullptr);
  const int count = gru_workers(context, g), most = (g.B + count - 1) / count;
  const ptrdiff_t act_stride = activation_stride(g.H);
  CellGradient* gradients = static_cast<CellGradient*>(context->scratch(context, sizeof(CellGradient) * count));
  float** dhs = static_cast<float**>(context->scratch(context, sizeof(float*) * count));
  float** dxs = static_cast<float**>(context->scratch(context, sizeof(float*) * count));
  for (int k = 0; k < count; ++k) {
    gradients[k] = new_cell_gradient(context, shape, most);
    dhs[k] = zeroed_scratch(context, static_cast<size_t>(most) * gradients[k].hidden_stride);
    dxs[k] = dx ? scratch(context, static_cast<size_t>(most) * gradients[k].input_stride) : nullptr;
  }
  parallel(context, count, [&](int k) {
    const Range mine = part(g.B, count, k);
    const int rows = mine.end - mine.begin;
    CellGradient own = gradients[k];
    float* const dh = dhs[k];
    for (int step = g.T - 1; step >= 0; --step) {
      const int t = g.time(step);
      make_room(own, rows);
      load_inputs(g, own.next_x(), own.input_stride, mine, t);
      if (!g.last || step == g.T - 1) {
        for (int b = 0; b < rows; ++b) {
          const ptrdiff_t row = mine.begin + b;
          add_row(dh + b * static_cast<ptrdiff_t>(own.hidden_stride), dy + (g.last ? row : row * g.T + t) * g.H, g.H);
        }
      }
      cell_backward(w, own, rows, saved + (static_cast<ptrdiff_t>(t) * g.B + mine.begin) * act_stride, dh);
      if (!dx) continue;
      cell_input_gradient(w, own, rows, {dxs[k], own.input_stride, Into::Replace, nullptr});
      for (int b = 0; b < rows; ++b) {
        const ptrdiff_t at = (static_cast<ptrdiff_t>(mine.begin + b) * g.T + t) * g.I;
        mask_row(dx + at, dxs[k] + b * static_cast<ptrdiff_t>(own.input_stride), g.mask ? g.mask + at : nullptr, g.mask_scale, g.I);
      }
    }
    enter_weight_gradients(own);
    if (g.h0_rows > 1 || g.B == 1) {
      for (int b = 0; b < rows; ++b) copy_row(dh0 + static_cast<ptrdiff_t>(mine.begin + b) * g.H, dh + b * static_cast<ptrdiff_t>(own.hidden_stride), g.H);
    } else {
      for (int b = 1; b < rows; ++b) add_row(dh, dh + b * static_cast<ptrdiff_t>(own.hidden_stride), g.H);
    }
  });
  if (g.h0_rows == 1 && g.B > 1) reduce_matrix(dh0, 1, g.H, 0, count, [=](int k) { return dhs[k]; });
  const auto out = [=](int i) { return static_cast<float*>(args[i].pointer); };
  reduce_cell(gradients, count, out(9), out(10), out(11));
}

}  // namespace LFADS_ISA
