// A step's activations computed again from its input and the state before it (gradient checkpointing, Chen et al. 2016).
#pragma once
#include "gru_cell.h"

namespace LFADS_ISA {

/** A thread's room for one step of a cell. */
template <class Cell>
struct RecomputedCell {
  typename Cell::Scratch scratch;
  float *h, *activations;
};
template <class Cell>
inline RecomputedCell<Cell> new_recomputed_cell(LfadsContext* context, const Cell& shape, int rows) {
  const typename Cell::Scratch s = new_cell_scratch(context, shape, rows);
  return {s, zeroed_scratch(context, static_cast<size_t>(rows) * s.hidden_stride),
          scratch(context, rows * static_cast<size_t>(Cell::activation_stride(shape.hidden)))};
}
/** The activations of the step with input `x` from the states h[rows], `h_stride` apart. */
template <class Weights, class Cell>
inline const float* recompute(const Weights& w, const RecomputedCell<Cell>& room, int rows, const Piece& x, const float* h, ptrdiff_t h_stride) {
  for (int b = 0; b < rows; ++b) copy_row(room.h + static_cast<ptrdiff_t>(b) * room.scratch.hidden_stride, h + b * h_stride, w.shape.hidden);
  cell_forward(w, room.scratch, rows, x, room.h, {room.activations, false});
  return room.activations;
}

}  // namespace LFADS_ISA
