// The gradient of a GRU over a sequence, back through time.
#pragma once
#include "gru_segments.h"

namespace LFADS_ISA {

/**
 * args: the forward pass's up to mask, dy, what it kept (see there), its states where it kept nothing;
 * dh0, d weight_ih, d weight_hh, d bias, dx?; the same numbers.
 */
inline void gru_sequence_gradient(const LfadsArg* args, LfadsContext* context) {
  const GruArgs g = gru_args(args, args + 14);
  const float* dy = static_cast<const float*>(args[6].pointer);
  const auto out = [=](int i) { return static_cast<float*>(args[9 + i].pointer); };
  float *const dh0 = out(0), *const dx = out(4);
  const CellTransposed w = pack_cell_transposed(context, g.shape(), g.weight_ih, g.weight_hh, dx != nullptr);
  const int count = gru_workers(context, g), most = (g.B + count - 1) / count;
  const GruActivations activations =
      gru_activations(context, g, static_cast<const float*>(args[7].pointer), static_cast<const float*>(args[8].pointer));
  GruRoom* rooms = static_cast<GruRoom*>(context->scratch(context, sizeof(GruRoom) * count));
  CellGradient* gradients = static_cast<CellGradient*>(context->scratch(context, sizeof(CellGradient) * count));
  float** dhs = static_cast<float**>(context->scratch(context, sizeof(float*) * count));
  float** dxs = static_cast<float**>(context->scratch(context, sizeof(float*) * count));
  for (int k = 0; k < count; ++k) {
    if (g.segment) rooms[k] = new_gru_room(context, g, most, g.segment);
    gradients[k] = new_cell_gradient(context, g.shape(), most);
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
      Ahead ahead = gru_ahead(g, mine, step - 1, dy);
      cell_backward(w, own, rows, activations_of(g, activations, rooms[k], mine, step), dh, &ahead);
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
  reduce_cell(gradients, count, out(1), out(2), out(3));
}

}  // namespace LFADS_ISA
