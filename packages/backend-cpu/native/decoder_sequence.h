// Controller, generator and factors over time; each thread takes its rows of the batch through all steps.
#pragma once
#include "decoder_args.h"

namespace LFADS_ISA {

template <class Cell>
struct DecoderWeights {
  typename Cell::Weights generator;
  CellWeights controller;
  Packed factors, co;  // [G,F], [C,2K]
  const float* co_bias;
};
template <class Cell>
inline DecoderWeights<Cell> pack_decoder(LfadsContext* context, const DecoderArgs<Cell>& d) {
  DecoderWeights<Cell> w{};
  w.generator = pack_cell(context, d.generator, d.gen_ih, d.gen_hh, d.gen_bias);
  w.factors = new_packed(context, d.G, d.F);
  pack(w.factors, 0, d.G, d.factor_weight, 1, d.G);
  w.factors = whole_vectors(w.factors);
  if (!d.controlled()) return w;
  w.controller = pack_cell(context, d.controller(), d.con_ih, d.con_hh, d.con_bias);
  w.co = new_packed(context, d.C, 2 * d.K);
  pack(w.co, 0, d.C, d.co_weight, 1, d.C);
  w.co = whole_vectors(w.co);
  w.co_bias = padded_copy(context, d.co_bias, 2 * d.K);
  return w;
}

struct DecoderOutputs {
  float *factors, *gen_states, *con_states, *co_means, *co_stds, *co_samples;
  float* activations;
};

/** A thread's room. Strides: of the factors, the generator's and the controller's input, the controller's outputs. */
template <class Cell>
struct DecoderRoom {
  typename Cell::Scratch generator;
  CellScratch controller;
  int f_stride, u_stride, x_stride, co_stride;
  float *g, *c, *kept, *f, *u, *x, *co, *activations;
};
template <class Cell>
inline DecoderRoom<Cell> new_decoder_room(LfadsContext* context, const DecoderArgs<Cell>& d, int rows, bool saving) {
  DecoderRoom<Cell> r{};
  const auto matrix = [=](int stride) { return zeroed_scratch(context, static_cast<size_t>(rows) * stride); };
  r.generator = new_cell_scratch(context, d.generator, rows);
  r.f_stride = row_stride(d.F);
  r.u_stride = row_stride(d.K + d.E);
  r.g = matrix(r.generator.hidden_stride);
  r.kept = matrix(r.generator.hidden_stride);
  r.f = matrix(r.f_stride);
  r.u = matrix(r.u_stride);
  r.activations = saving ? nullptr : scratch(context, rows * static_cast<size_t>(Cell::activation_stride(d.G) + activation_stride(d.C)));
  if (!d.controlled()) return r;
  r.controller = new_cell_scratch(context, d.controller(), rows);
  r.x_stride = row_stride(d.I + d.F);
  r.co_stride = row_stride(2 * d.K + VL);
  r.c = matrix(r.controller.hidden_stride);
  r.x = matrix(r.x_stride);
  r.co = matrix(r.co_stride);
  return r;
}

/** f = F (g * mask * scale) */
template <class Cell>
inline void decode_factors(const DecoderArgs<Cell>& d, const DecoderWeights<Cell>& w, const DecoderRoom<Cell>& r, Range rows, const uint8_t* mask, int t, int steps) {
  const ptrdiff_t stride = r.generator.hidden_stride;
  const int count = rows.end - rows.begin;
  if (mask) {
    for (int b = 0; b < count; ++b) {
      mask_row(r.kept + b * stride, r.g + b * stride, mask + (static_cast<ptrdiff_t>(rows.begin + b) * steps + t) * d.G, d.mask_scale, d.G);
    }
  }
  const Piece g{mask ? r.kept : r.g, stride, d.G};
  gemm(&g, 1, count, w.factors, {r.f, r.f_stride, Into::Replace, nullptr});
}

/** What step t reads and writes, if there is such a step. */
template <class Cell>
inline Ahead controller_ahead(const DecoderArgs<Cell>& d, const DecoderOutputs& out, Range rows, int t) {
  Ahead ahead(rows.end - rows.begin);
  if (t >= d.T) return ahead;
  add_ahead(ahead, d, rows, t, d.ci, d.I);
  add_ahead(ahead, d, rows, t, d.con_mask, d.I + d.F);
  add_ahead(ahead, d, rows, t, out.con_states, d.C);
  return ahead;
}
template <class Cell>
inline Ahead generator_ahead(const DecoderArgs<Cell>& d, const DecoderOutputs& out, Range rows, int t) {
  Ahead ahead(rows.end - rows.begin);
  if (t >= d.T) return ahead;
  add_ahead(ahead, d, rows, t, d.gen_mask, d.G);
  add_ahead(ahead, d, rows, t, out.gen_states, d.G);
  add_ahead(ahead, d, rows, t, out.factors, d.F);
  return ahead;
}

/** One step of the controller; the generator's input of step t goes to r.u. */
template <class Cell>
inline void control(const DecoderArgs<Cell>& d, const DecoderWeights<Cell>& w, const DecoderRoom<Cell>& r, const DecoderOutputs& out, Range rows, int t, const Saving& save) {
  const int count = rows.end - rows.begin, K = d.K;
  const ptrdiff_t c_stride = r.controller.hidden_stride;
  for (int b = 0; b < count; ++b) {
    load_controller_input(d, r.x + b * static_cast<ptrdiff_t>(r.x_stride), rows.begin + b, t, r.f + b * static_cast<ptrdiff_t>(r.f_stride));
  }
  Ahead ahead = controller_ahead(d, out, rows, t + 1);
  cell_forward(w.controller, r.controller, count, {r.x, r.x_stride, d.I + d.F}, r.c, save, &ahead);
  const Piece c{r.c, c_stride, d.C};
  gemm(&c, 1, count, w.co, {r.co, r.co_stride, Into::Replace, w.co_bias});
  for (int b = 0; b < count; ++b) {
    float* co = r.co + b * static_cast<ptrdiff_t>(r.co_stride);
    float* u = r.u + b * static_cast<ptrdiff_t>(r.u_stride);
    const ptrdiff_t at = d.at(rows.begin + b, t, K);
    copy_row(out.con_states + d.at(rows.begin + b, t, d.C), r.c + b * c_stride, d.C);
    for (int k = 0; k < K; k += VL) {
      const int left = K - k;
      const vf mean = load(co + k), std = vexp(load(co + K + k) * 0.5f);
      const vf sample = d.co_noise ? fma(std, load_upto(d.co_noise + at + k, left), mean) : mean;
      store_upto(out.co_means + at + k, mean, left);
      store_upto(out.co_stds + at + k, std, left);
      store_upto(out.co_samples + at + k, sample, left);
      store_upto(u + k, sample, left);
    }
  }
}

template <class Cell>
inline void decode(const Cell& cell, const LfadsArg* args, LfadsContext* context) {
  const DecoderArgs<Cell> d = decoder_args(cell, args, args + DECODER_INPUTS + 7);
  const auto o = [=](int i) { return static_cast<float*>(args[DECODER_INPUTS + i].pointer); };
  const DecoderOutputs out{o(0), o(1), o(2), o(3), o(4), o(5), o(6)};
  const DecoderWeights<Cell> w = pack_decoder(context, d);
  const int count = decoder_workers(context, d), most = (d.B + count - 1) / count;
  DecoderRoom<Cell>* rooms = static_cast<DecoderRoom<Cell>*>(context->scratch(context, sizeof(DecoderRoom<Cell>) * count));
  for (int k = 0; k < count; ++k) rooms[k] = new_decoder_room(context, d, most, out.activations != nullptr);
  const bool streamed = out.activations && worth_streaming(out.activations, static_cast<double>(d.controller_at(d.T, 0)));
  parallel(context, count, [&](int worker) {
    const Range rows = part(d.B, count, worker);
    const int n = rows.end - rows.begin;
    const DecoderRoom<Cell>& r = rooms[worker];
    const ptrdiff_t g_stride = r.generator.hidden_stride;
    for (int b = 0; b < n; ++b) copy_row(r.g + b * g_stride, d.g0 + static_cast<ptrdiff_t>(rows.begin + b) * d.G, d.G);
    if (d.controlled()) {
      for (int b = 0; b < n; ++b) copy_row(r.c + static_cast<ptrdiff_t>(b) * r.controller.hidden_stride, d.con_h0, d.C);
      decode_factors(d, w, r, rows, d.g0_mask, 0, 1);
    }
    for (int t = 0; t < d.T; ++t) {
      const bool saving = out.activations != nullptr;
      if (d.controlled()) {
        float* to = saving ? out.activations + d.controller_at(t, rows.begin) : r.activations + n * Cell::activation_stride(d.G);
        control(d, w, r, out, rows, t, {to, streamed});
      }
      if (d.E) {
        for (int b = 0; b < n; ++b) copy_row(r.u + static_cast<ptrdiff_t>(b) * r.u_stride + d.K, d.ext + d.at(rows.begin + b, t, d.E), d.E);
      }
      Ahead ahead = generator_ahead(d, out, rows, t + 1);
      float* to = saving ? out.activations + d.generator_at(t, rows.begin) : r.activations;
      cell_forward(w.generator, r.generator, n, {r.u, r.u_stride, d.K + d.E}, r.g, {to, streamed}, &ahead);
      decode_factors(d, w, r, rows, d.gen_mask, t, d.T);
      for (int b = 0; b < n; ++b) {
        copy_row(out.gen_states + d.at(rows.begin + b, t, d.G), r.g + b * g_stride, d.G);
        copy_row(out.factors + d.at(rows.begin + b, t, d.F), r.f + static_cast<ptrdiff_t>(b) * r.f_stride, d.F);
      }
    }
    if (streamed) end_streaming();
  });
}

/** args: the 17 inputs; factors, generator's states, controller's states, means, stds, samples, activations?; numbers. */
inline void decoder_sequence(const LfadsArg* args, LfadsContext* context) {
  with_generator(args + DECODER_INPUTS + 7, [=](const auto& cell) { decode(cell, args, context); });
}

}  // namespace LFADS_ISA
