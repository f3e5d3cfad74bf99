// Gradient checkpointing (Chen et al. 2016): a GRU's activations, computed again some steps at a time.
#pragma once
#include "gru_args.h"

namespace LFADS_ISA {

/** Where a step's activations come from: kept by the forward pass, or computed again from the states before segments. */
struct GruActivations {
  const float *saved, *checkpoints, *states;  // states: [B,T,H], where checkpoints is null
  CellWeights forward;                        // of the steps that are computed again
};
inline GruActivations gru_activations(LfadsContext* context, const GruArgs& g, const float* kept, const float* states) {
  if (g.segment == 0) return {kept, nullptr, nullptr, {}};
  return {nullptr, kept, states, pack_cell(context, g.shape(), g.weight_ih, g.weight_hh, g.bias)};
}
/** room.h = the states before `first`, which begins a segment. */
inline void load_states(const GruArgs& g, const GruActivations& a, const GruRoom& room, Range rows, int first) {
  if (first == 0) return load_start(g, room, rows);
  for (int b = rows.begin; b < rows.end; ++b) {
    const float* from = a.checkpoints ? a.checkpoints + g.checkpoint_at(first, b)
                                      : a.states + (static_cast<ptrdiff_t>(b) * g.T + g.time(first - 1)) * g.H;
    copy_row(room.h + static_cast<ptrdiff_t>(b - rows.begin) * room.cell.hidden_stride, from, g.H);
  }
}
/** The activations of `step` for the thread's rows. Steps are to be asked for from the last to the first. */
inline const float* activations_of(const GruArgs& g, const GruActivations& a, const GruRoom& room, Range rows, int step) {
  const ptrdiff_t stride = activation_stride(g.H), size = (rows.end - rows.begin) * stride;
  if (g.segment == 0) return a.saved + (static_cast<ptrdiff_t>(g.time(step)) * g.B + rows.begin) * stride;
  const int at = step % g.segment, first = step - at;
  if (at == g.segment - 1 || step == g.T - 1) {
    load_states(g, a, room, rows, first);
    for (int s = first; s <= step; ++s) gru_step(g, a.forward, room, rows, s, {room.acts + (s - first) * size, false});
  }
  return room.acts + at * size;
}

}  // namespace LFADS_ISA
