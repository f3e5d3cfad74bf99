// A GRU over a sequence: the batch's rows are split over threads once, each walks through time on its own.
#pragma once
#include "gru_args.h"

namespace LFADS_ISA {

/**
 * args: x, h0, weight_ih, weight_hh, bias, mask?; h, activations? (with segments the states at their beginnings);
 * B, T, I, H, h0 rows, reverse, last, clip, mask scale, segment.
 */
inline void gru_sequence(const LfadsArg* args, LfadsContext* context) {
  const GruArgs g = gru_args(args, args + 8);
  float* out = static_cast<float*>(args[6].pointer);
  float* const kept = static_cast<float*>(args[7].pointer);
  float* const saved = g.segment ? nullptr : kept;
  float* const checkpoints = g.segment ? kept : nullptr;
  const CellWeights w = pack_cell(context, g.shape(), g.weight_ih, g.weight_hh, g.bias);
  const int count = gru_workers(context, g), most = (g.B + count - 1) / count;
  const ptrdiff_t act_stride = activation_stride(g.H);
  GruRoom* rooms = static_cast<GruRoom*>(context->scratch(context, sizeof(GruRoom) * count));
  for (int k = 0; k < count; ++k) rooms[k] = new_gru_room(context, g, most, saved ? 0 : 1);
  const bool streamed = saved && worth_streaming(saved, static_cast<double>(g.T) * g.B * act_stride);
  parallel(context, count, [&](int k) {
    const Range mine = part(g.B, count, k);
    const GruRoom& room = rooms[k];
    const auto copy_states = [&](float* to, ptrdiff_t stride) {
      for (int b = 0; b < mine.end - mine.begin; ++b) copy_row(to + b * stride, room.h + static_cast<ptrdiff_t>(b) * room.cell.hidden_stride, g.H);
    };
    load_start(g, room, mine);
    for (int step = 0; step < g.T; ++step) {
      const ptrdiff_t t = g.time(step);
      if (checkpoints && step % g.segment == 0) copy_states(checkpoints + g.checkpoint_at(step, mine.begin), g.H);
      gru_step(g, w, room, mine, step, {saved ? saved + (t * g.B + mine.begin) * act_stride : room.acts, streamed}, out);
      if (!g.last) copy_states(out + (static_cast<ptrdiff_t>(mine.begin) * g.T + t) * g.H, static_cast<ptrdiff_t>(g.T) * g.H);
    }
    if (g.last) copy_states(out + static_cast<ptrdiff_t>(mine.begin) * g.H, g.H);
    if (streamed) end_streaming();
  });
}

}  // namespace LFADS_ISA
