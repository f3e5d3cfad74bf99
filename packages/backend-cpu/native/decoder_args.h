// The decoder's arguments, the same for the forward pass and the gradient.
#pragma once
#include "gru_cell.h"
#include "simple_cell.h"

namespace LFADS_ISA {

/** `Cell` is the generator's; the controller is a GRU. */
template <class Cell>
struct DecoderArgs {
  const float *g0, *ext, *gen_ih, *gen_hh, *gen_bias, *factor_weight;
  const uint8_t *g0_mask, *gen_mask;
  const float *ci, *con_h0, *con_ih, *con_hh, *con_bias, *co_weight, *co_bias, *co_noise;
  const uint8_t* con_mask;
  int B, T, G, F, E, I, C, K;  // C = 0: no controller
  float clip, mask_scale;
  Cell generator;

  bool controlled() const { return C > 0; }
  CellShape controller() const { return {I + F, C, clip}; }
  /** Saved activations of step t from batch row b on, in the memory that both cells share. */
  ptrdiff_t generator_at(int t, int b) const { return (static_cast<ptrdiff_t>(t) * B + b) * Cell::activation_stride(G); }
  ptrdiff_t controller_at(int t, int b) const {
    return static_cast<ptrdiff_t>(T) * B * Cell::activation_stride(G) + (static_cast<ptrdiff_t>(t) * B + b) * activation_stride(C);
  }
  /** Row of batch entry b, step t, in a dense [B,T,n]. */
  ptrdiff_t at(int b, int t, int n) const { return (static_cast<ptrdiff_t>(b) * T + t) * n; }
};
constexpr int DECODER_INPUTS = 17;
template <class Cell>
inline DecoderArgs<Cell> decoder_args(const Cell& generator, const LfadsArg* in, const LfadsArg* numbers) {
  const auto f = [=](int i) { return static_cast<const float*>(in[i].pointer); };
  const auto m = [=](int i) { return static_cast<const uint8_t*>(in[i].pointer); };
  const auto n = [=](int i) { return static_cast<int>(numbers[i].number); };
  return {f(0),  f(1),  f(2),  f(3),  f(4),  f(5),  m(6), m(7), f(8), f(9), f(10), f(11), f(12), f(13), f(14), f(15), m(16),
          n(0),  n(1),  n(2),  n(3),  n(4),  n(5),  n(6), n(7), static_cast<float>(numbers[8].number),
          static_cast<float>(numbers[9].number), generator};
}
/** Calls `run` with the generator's cell, by its number in src/kernels/decoder.ts. */
template <class Run>
inline void with_generator(const LfadsArg* numbers, Run run) {
  const auto n = [=](int i) { return static_cast<int>(numbers[i].number); };
  const int hidden = n(2), inputs = n(4) + n(7), cell = n(10);
  const float clip = static_cast<float>(numbers[11].number);
  if (cell == 0) return run(CellShape{inputs, hidden, clip});
  constexpr Phi PHI[] = {Phi::Tanh, Phi::Relu, Phi::Identity};
  run(SimpleShape{inputs, hidden, clip, PHI[cell - 1]});
}
template <class Cell>
inline int decoder_workers(const LfadsContext* context, const DecoderArgs<Cell>& d) {
  const double work = static_cast<double>(d.B) * d.T * (d.G * (d.G + d.K + d.E) + d.C * (d.C + d.I + d.F));
  return smaller(larger(1, d.B / 2), workers(context, work, 500000));
}
/** The controller's input of step t from its two sources, the factors being padded scratch or, at `factors`, dense. */
template <class Cell>
inline void load_controller_input(const DecoderArgs<Cell>& d, float* to, int b, int t, const float* factors) {
  const ptrdiff_t width = d.I + d.F, at = d.at(b, t, static_cast<int>(width));
  const uint8_t* mask = d.con_mask ? d.con_mask + at : nullptr;
  mask_row(to, d.ci + d.at(b, t, d.I), mask, d.mask_scale, d.I);
  mask_row(to + d.I, factors, mask ? mask + d.I : nullptr, d.mask_scale, d.F);
}
/** Adds one step's rows of a [B,T,n] array to those asked for ahead. */
template <class Cell, class T>
inline void add_ahead(Ahead& ahead, const DecoderArgs<Cell>& d, Range rows, int t, const T* array, int n) {
  if (array) ahead.add(array + d.at(rows.begin, t, n), static_cast<ptrdiff_t>(d.T) * n * sizeof(T), n * sizeof(T));
}

}  // namespace LFADS_ISA
