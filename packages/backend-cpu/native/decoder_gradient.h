// The decoder's gradient, back through time.
#pragma once
#include "cell_recompute.h"
#include "decoder_sequence.h"
#include "product_gradient.h"

namespace LFADS_ISA {

/** What the forward pass gave (null activations: they are computed again), and the gradients of its outputs (null: zeros). */
struct DecoderSaved {
  const float *factors, *gen_states, *con_states, *co_stds, *co_samples, *activations;
  const float *d_factors, *d_gen_states, *d_con_states, *d_means, *d_stds, *d_samples;
};
template <class Cell>
struct DecoderBack {
  typename Cell::Gradient generator;
  CellGradient controller;
  RecomputedCell<Cell> generator_again;
  RecomputedCell<CellShape> controller_again;
  ProductGradient factors, co;
  int u_stride, x_stride;
  float *dg, *dc, *df, *dg_factors, *du, *dx;
};
template <class Cell>
struct DecoderTransposed {
  typename Cell::Transposed generator;
  CellTransposed controller;
  typename Cell::Weights generator_again;
  CellWeights controller_again;
  Packed factors, co, initial_factors;  // [F,G], [2K,C], [G,F]
};
template <class Cell>
inline DecoderTransposed<Cell> pack_decoder_transposed(LfadsContext* context, const DecoderArgs<Cell>& d, bool recomputing) {
  DecoderTransposed<Cell> w{};
  w.generator = pack_cell_transposed(context, d.generator, d.gen_ih, d.gen_hh, d.K + d.E > 0);
  if (recomputing) w.generator_again = pack_cell(context, d.generator, d.gen_ih, d.gen_hh, d.gen_bias);
  w.factors = new_packed(context, d.F, d.G);
  pack(w.factors, 0, d.F, d.factor_weight, d.G, 1);
  w.factors = whole_vectors(w.factors);
  if (!d.controlled()) return w;
  w.controller = pack_cell_transposed(context, d.controller(), d.con_ih, d.con_hh, true);
  if (recomputing) w.controller_again = pack_cell(context, d.controller(), d.con_ih, d.con_hh, d.con_bias);
  w.co = new_packed(context, 2 * d.K, d.C);
  pack(w.co, 0, 2 * d.K, d.co_weight, d.C, 1);
  w.co = whole_vectors(w.co);
  w.initial_factors = new_packed(context, d.G, d.F);
  pack(w.initial_factors, 0, d.G, d.factor_weight, 1, d.G);
  w.initial_factors = whole_vectors(w.initial_factors);
  return w;
}
template <class Cell>
inline DecoderBack<Cell> new_decoder_back(LfadsContext* context, const DecoderArgs<Cell>& d, int rows, bool recomputing) {
  DecoderBack<Cell> r{};
  const auto matrix = [=](int stride) { return zeroed_scratch(context, static_cast<size_t>(rows) * stride); };
  r.generator = new_cell_gradient(context, d.generator, rows);
  if (recomputing) r.generator_again = new_recomputed_cell(context, d.generator, rows);
  r.factors = new_product_gradient(context, d.F, d.G, rows);
  r.u_stride = row_stride(d.K + d.E);
  r.dg = matrix(r.generator.hidden_stride);
  r.dg_factors = matrix(r.generator.hidden_stride);
  r.df = matrix(r.factors.l_stride);
  r.du = matrix(r.u_stride);
  if (!d.controlled()) return r;
  r.controller = new_cell_gradient(context, d.controller(), rows);
  if (recomputing) r.controller_again = new_recomputed_cell(context, d.controller(), rows);
  r.co = new_product_gradient(context, 2 * d.K, d.C, rows);
  r.x_stride = row_stride(d.I + d.F + VL);
  r.dc = matrix(r.controller.hidden_stride);
  r.dx = matrix(r.x_stride);
  return r;
}

/** The generator's activations of step t, whose input stands at r.generator.next_x(). */
template <class Cell>
inline const float* generator_activations(const DecoderArgs<Cell>& d, const DecoderTransposed<Cell>& w, const DecoderSaved& s, const DecoderBack<Cell>& r, Range rows, int t) {
  if (s.activations) return s.activations + d.generator_at(t, rows.begin);
  const Piece u{r.generator.next_x(), r.generator.input_stride, d.K + d.E};
  const int n = rows.end - rows.begin;
  if (t == 0) return recompute(w.generator_again, r.generator_again, n, u, d.g0 + static_cast<ptrdiff_t>(rows.begin) * d.G, d.G);
  return recompute(w.generator_again, r.generator_again, n, u, s.gen_states + d.at(rows.begin, t - 1, d.G), static_cast<ptrdiff_t>(d.T) * d.G);
}
/** The controller's, its input standing at r.controller.next_x(). */
template <class Cell>
inline const float* controller_activations(const DecoderArgs<Cell>& d, const DecoderTransposed<Cell>& w, const DecoderSaved& s, const DecoderBack<Cell>& r, Range rows, int t) {
  if (s.activations) return s.activations + d.controller_at(t, rows.begin);
  const Piece x{r.controller.next_x(), r.controller.input_stride, d.I + d.F};
  const int n = rows.end - rows.begin;
  if (t == 0) return recompute(w.controller_again, r.controller_again, n, x, d.con_h0, 0);
  return recompute(w.controller_again, r.controller_again, n, x, s.con_states + d.at(rows.begin, t - 1, d.C), static_cast<ptrdiff_t>(d.T) * d.C);
}

/** What step t reads, if there is such a step. */
template <class Cell>
inline Ahead controller_ahead(const DecoderArgs<Cell>& d, const DecoderSaved& s, Range rows, int t, const float* d_ci) {
  Ahead ahead(rows.end - rows.begin);
  if (t < 0) return ahead;
  add_ahead(ahead, d, rows, t, d.ci, d.I);
  add_ahead(ahead, d, rows, t, d.con_mask, d.I + d.F);
  add_ahead(ahead, d, rows, t, s.con_states, d.C);
  add_ahead(ahead, d, rows, t, s.d_con_states, d.C);
  add_ahead(ahead, d, rows, t, d_ci, d.I);
  return ahead;
}
template <class Cell>
inline Ahead generator_ahead(const DecoderArgs<Cell>& d, const DecoderSaved& s, Range rows, int t) {
  Ahead ahead(rows.end - rows.begin);
  if (t < 0) return ahead;
  add_ahead(ahead, d, rows, t, d.gen_mask, d.G);
  add_ahead(ahead, d, rows, t, s.gen_states, d.G);
  add_ahead(ahead, d, rows, t, s.d_gen_states, d.G);
  add_ahead(ahead, d, rows, t, s.factors, d.F);
  add_ahead(ahead, d, rows, t, s.d_factors, d.F);
  return ahead;
}

/** dg += the gradient through f = F (g * mask * scale), where r.factors' next rows hold df and get the masked g. */
template <class Cell>
inline void back_through_factors(const DecoderArgs<Cell>& d, const DecoderTransposed<Cell>& w, DecoderBack<Cell>& r, Range rows, const float* g, ptrdiff_t g_step,
                                 const uint8_t* mask, ptrdiff_t mask_step) {
  const int n = rows.end - rows.begin;
  const ptrdiff_t stride = r.generator.hidden_stride;
  const Piece df{r.factors.next_l(), r.factors.l_stride, d.F};
  gemm(&df, 1, n, w.factors, {r.dg_factors, stride, Into::Replace, nullptr});
  for (int b = 0; b < n; ++b) {
    const uint8_t* m = mask ? mask + (rows.begin + b) * mask_step : nullptr;
    mask_row(r.factors.next_r() + static_cast<ptrdiff_t>(b) * r.factors.r_stride, g + (rows.begin + b) * g_step, m, d.mask_scale, d.G);
    float* through = r.dg_factors + b * stride;
    if (m) {
      int i = 0;
      for (; i + VL <= d.G; i += VL) store(through + i, load(through + i) * load_mask(m + i) * d.mask_scale);
      for (; i < d.G; ++i) through[i] *= static_cast<float>(m[i]) * d.mask_scale;
    }
    add_row(r.dg + b * stride, through, d.G);
  }
  r.factors.used += n;
}

inline float or_zero(const float* values, ptrdiff_t at) { return values ? values[at] : 0; }

/** The controller's step back: from du to dc, dci and the gradient of the previous factors (into r.df). */
template <class Cell>
inline void back_through_controller(const DecoderArgs<Cell>& d, const DecoderTransposed<Cell>& w, const DecoderSaved& s, DecoderBack<Cell>& r, Range rows, int t,
                                    const float* initial_factors, float* d_ci) {
  const int n = rows.end - rows.begin, K = d.K, width = d.I + d.F;
  const ptrdiff_t c_stride = r.controller.hidden_stride, f_stride = r.factors.l_stride;
  make_room(r.co, n);
  for (int b = 0; b < n; ++b) {
    float* dco = r.co.next_l() + static_cast<ptrdiff_t>(b) * r.co.l_stride;
    const float* du = r.du + b * static_cast<ptrdiff_t>(r.u_stride);
    const ptrdiff_t at = d.at(rows.begin + b, t, K);
    for (int k = 0; k < K; ++k) {
      const float d_sample = du[k] + or_zero(s.d_samples, at + k);
      const float d_std = or_zero(s.d_stds, at + k) + (d.co_noise ? d_sample * d.co_noise[at + k] : 0);
      dco[k] = d_sample + or_zero(s.d_means, at + k);
      dco[K + k] = d_std * s.co_stds[at + k] * 0.5f;
    }
    copy_row(r.co.next_r() + static_cast<ptrdiff_t>(b) * r.co.r_stride, s.con_states + d.at(rows.begin + b, t, d.C), d.C);
    if (s.d_con_states) add_row(r.dc + b * c_stride, s.d_con_states + d.at(rows.begin + b, t, d.C), d.C);
  }
  const Piece dco{r.co.next_l(), r.co.l_stride, 2 * K};
  gemm(&dco, 1, n, w.co, {r.dc, c_stride, Into::Add, nullptr});
  r.co.used += n;

  make_room(r.controller, n);
  for (int b = 0; b < n; ++b) {
    const float* factors = t > 0 ? s.factors + d.at(rows.begin + b, t - 1, d.F) : initial_factors + b * f_stride;
    load_controller_input(d, r.controller.next_x() + static_cast<ptrdiff_t>(b) * r.controller.input_stride, rows.begin + b, t, factors);
  }
  Ahead ahead = controller_ahead(d, s, rows, t - 1, d_ci);
  cell_backward(w.controller, r.controller, n, controller_activations(d, w, s, r, rows, t), r.dc, &ahead);
  cell_input_gradient(w.controller, r.controller, n, {r.dx, r.x_stride, Into::Replace, nullptr});
  for (int b = 0; b < n; ++b) {
    const float* dx = r.dx + b * static_cast<ptrdiff_t>(r.x_stride);
    const uint8_t* mask = d.con_mask ? d.con_mask + d.at(rows.begin + b, t, width) : nullptr;
    mask_row(d_ci + d.at(rows.begin + b, t, d.I), dx, mask, d.mask_scale, d.I);
    mask_row(r.df + b * f_stride, dx + d.I, mask ? mask + d.I : nullptr, d.mask_scale, d.F);
  }
}

/** f[-1] for the thread's rows, into `to` (stride of r.df). */
template <class Cell>
inline void initial_factors(const DecoderArgs<Cell>& d, const DecoderTransposed<Cell>& w, DecoderBack<Cell>& r, Range rows, float* to) {
  const int n = rows.end - rows.begin;
  const ptrdiff_t stride = r.generator.hidden_stride;
  for (int b = 0; b < n; ++b) {
    const ptrdiff_t at = static_cast<ptrdiff_t>(rows.begin + b) * d.G;
    mask_row(r.dg_factors + b * stride, d.g0 + at, d.g0_mask ? d.g0_mask + at : nullptr, d.mask_scale, d.G);
  }
  const Piece kept{r.dg_factors, stride, d.G};
  gemm(&kept, 1, n, w.initial_factors, {to, r.factors.l_stride, Into::Replace, nullptr});
}

template <class Cell>
inline void decoder_back_rows(const DecoderArgs<Cell>& d, const DecoderTransposed<Cell>& w, const DecoderSaved& s, DecoderBack<Cell>& r, Range rows,
                              float* first_factors, float* d_g0, float* d_ext, float* d_ci) {
  const int n = rows.end - rows.begin;
  const ptrdiff_t g_stride = r.generator.hidden_stride;
  if (d.controlled()) initial_factors(d, w, r, rows, first_factors);
  for (int t = d.T - 1; t >= 0; --t) {
    make_room(r.factors, n);
    for (int b = 0; b < n; ++b) {
      float* df = r.factors.next_l() + static_cast<ptrdiff_t>(b) * r.factors.l_stride;
      copy_row(df, r.df + b * static_cast<ptrdiff_t>(r.factors.l_stride), d.F);
      if (s.d_factors) add_row(df, s.d_factors + d.at(rows.begin + b, t, d.F), d.F);
      if (s.d_gen_states) add_row(r.dg + b * g_stride, s.d_gen_states + d.at(rows.begin + b, t, d.G), d.G);
    }
    const ptrdiff_t step = static_cast<ptrdiff_t>(t) * d.G, trial = static_cast<ptrdiff_t>(d.T) * d.G;
    back_through_factors(d, w, r, rows, s.gen_states + step, trial, d.gen_mask ? d.gen_mask + step : nullptr, trial);
    make_room(r.generator, n);
    for (int b = 0; b < n; ++b) {
      float* u = r.generator.next_x() + static_cast<ptrdiff_t>(b) * r.generator.input_stride;
      if (d.K) copy_row(u, s.co_samples + d.at(rows.begin + b, t, d.K), d.K);
      if (d.E) copy_row(u + d.K, d.ext + d.at(rows.begin + b, t, d.E), d.E);
    }
    Ahead ahead = generator_ahead(d, s, rows, t - 1);
    cell_backward(w.generator, r.generator, n, generator_activations(d, w, s, r, rows, t), r.dg, &ahead);
    if (d.K + d.E == 0) continue;
    cell_input_gradient(w.generator, r.generator, n, {r.du, r.u_stride, Into::Replace, nullptr});
    if (d_ext) {
      for (int b = 0; b < n; ++b) copy_row(d_ext + d.at(rows.begin + b, t, d.E), r.du + static_cast<ptrdiff_t>(b) * r.u_stride + d.K, d.E);
    }
    if (d.controlled()) back_through_controller(d, w, s, r, rows, t, first_factors, d_ci);
  }
  if (d.controlled()) {
    make_room(r.factors, n);
    for (int b = 0; b < n; ++b) {
      const ptrdiff_t stride = r.factors.l_stride;
      copy_row(r.factors.next_l() + b * stride, r.df + b * stride, d.F);
    }
    back_through_factors(d, w, r, rows, d.g0, d.G, d.g0_mask, d.G);
    enter_weight_gradients(r.controller);
    enter_product(r.co);
    for (int b = 1; b < n; ++b) add_row(r.dc, r.dc + static_cast<ptrdiff_t>(b) * r.controller.hidden_stride, d.C);
  }
  enter_weight_gradients(r.generator);
  enter_product(r.factors);
  for (int b = 0; b < n; ++b) copy_row(d_g0 + static_cast<ptrdiff_t>(rows.begin + b) * d.G, r.dg + b * g_stride, d.G);
}

template <class Cell>
inline void decode_backward(const Cell& cell, const LfadsArg* args, LfadsContext* context) {
  const LfadsArg *saved = args + DECODER_INPUTS, *outputs = saved + 12;
  const DecoderArgs<Cell> d = decoder_args(cell, args, outputs + 13);
  const auto f = [=](int i) { return static_cast<const float*>(saved[i].pointer); };
  const auto o = [=](int i) { return static_cast<float*>(outputs[i].pointer); };
  const DecoderSaved s{f(0), f(1), f(2), f(3), f(4), f(5), f(6), f(7), f(8), f(9), f(10), f(11)};
  const bool recomputing = s.activations == nullptr;
  const DecoderTransposed<Cell> w = pack_decoder_transposed(context, d, recomputing);
  const int count = decoder_workers(context, d), most = (d.B + count - 1) / count;
  DecoderBack<Cell>* rooms = static_cast<DecoderBack<Cell>*>(context->scratch(context, sizeof(DecoderBack<Cell>) * count));
  typedef typename Cell::Gradient Generator;
  Generator* generators = static_cast<Generator*>(context->scratch(context, sizeof(Generator) * count));
  CellGradient* controllers = static_cast<CellGradient*>(context->scratch(context, sizeof(CellGradient) * count));
  float** first = static_cast<float**>(context->scratch(context, sizeof(float*) * count));
  for (int k = 0; k < count; ++k) {
    rooms[k] = new_decoder_back(context, d, most, recomputing);
    first[k] = scratch(context, static_cast<size_t>(most) * rooms[k].factors.l_stride);
  }
  parallel(context, count, [&](int k) {
    DecoderBack<Cell> own = rooms[k];
    decoder_back_rows(d, w, s, own, part(d.B, count, k), first[k], o(0), o(5), o(6));
  });
  for (int k = 0; k < count; ++k) generators[k] = rooms[k].generator;
  reduce_cell(generators, count, o(4), o(1), o(2));
  reduce_matrix(o(3), d.F, d.G, rooms[0].factors.r_stride, count, [=](int k) { return rooms[k].factors.sum; });
  if (!d.controlled()) return;
  for (int k = 0; k < count; ++k) controllers[k] = rooms[k].controller;
  reduce_cell(controllers, count, o(8), o(9), o(10));
  reduce_matrix(o(7), 1, d.C, 0, count, [=](int k) { return rooms[k].dc; });
  reduce_matrix(o(11), 2 * d.K, d.C, rooms[0].co.r_stride, count, [=](int k) { return rooms[k].co.sum; });
  reduce_matrix(o(12), 1, 2 * d.K, 0, count, [=](int k) { return rooms[k].co.l_sum; });
}

/**
 * args: the 17 inputs; factors, generator's and controller's states, stds, samples, activations?; the gradients of factors, both
 * states, means, stds, samples; the outputs in the contract's order (null where absent); numbers.
 */
inline void decoder_sequence_gradient(const LfadsArg* args, LfadsContext* context) {
  with_generator(args + DECODER_INPUTS + 12 + 13, [=](const auto& cell) { decode_backward(cell, args, context); });
}

}  // namespace LFADS_ISA
