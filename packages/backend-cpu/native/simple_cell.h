// One step of a vanilla recurrent network (Elman 1990) or of linear dynamics, h' = clip(phi(W [x|h] + b)), and back.
#pragma once
#include "product_gradient.h"

namespace LFADS_ISA {

/** phi, and a gradient d of phi(a) taken back to a, given y = phi(a). */
struct Tanh {
  LFADS_INLINE vf of(vf a) { return vtanh(a); }
  LFADS_INLINE vf back(vf d, vf y) { return d * (1.0f - y * y); }
};
/** Keeps NaN, as its gradient does. */
struct Relu {
  LFADS_INLINE vf of(vf a) { return clamp(a, 0, __builtin_inff()); }
  LFADS_INLINE vf back(vf d, vf y) { return d * pick(y > vf{}, all(1.0f), y); }
};
struct Identity {
  LFADS_INLINE vf of(vf a) { return a; }
  LFADS_INLINE vf back(vf d, vf) { return d; }
};

enum class Phi { Tanh, Relu, Identity };
/** Calls `run` with the function: only loops over elements are compiled for each of them. */
template <class Run>
inline void with_phi(Phi phi, Run run) {
  switch (phi) {
    case Phi::Tanh: return run(Tanh{});
    case Phi::Relu: return run(Relu{});
    case Phi::Identity: return run(Identity{});
  }
}

struct SimpleWeights;
struct SimpleScratch;
struct SimpleTransposed;
struct SimpleGradient;
struct SimpleShape {
  typedef SimpleWeights Weights;
  typedef SimpleScratch Scratch;
  typedef SimpleTransposed Transposed;
  typedef SimpleGradient Gradient;
  int inputs, hidden;
  float clip;
  Phi phi;
  bool clipped() const { return clip < 3e38f; }
  /** Saved activations: per step and batch row phi's values and the previous h, each padded to 16 floats. */
  static ptrdiff_t activation_stride(int hidden) { return 2 * static_cast<ptrdiff_t>(activation_width(hidden)); }
};

struct SimpleWeights {
  SimpleShape shape;
  Packed xh;  // [inputs + hidden, hidden]
  const float* bias;
};
inline SimpleWeights pack_cell(LfadsContext* context, const SimpleShape& shape, const float* weight_ih, const float* weight_hh,
                               const float* bias) {
  const int I = shape.inputs, H = shape.hidden;
  SimpleWeights w{shape, new_packed(context, I + H, H), padded_copy(context, bias, H)};
  pack(w.xh, 0, I, weight_ih, 1, I);
  pack(w.xh, I, H, weight_hh, 1, H);
  w.xh = whole_vectors(w.xh);
  return w;
}
struct SimpleScratch {
  int hidden_stride;
  float* next;
};
inline SimpleScratch new_cell_scratch(LfadsContext* context, const SimpleShape& shape, int rows) {
  const int stride = row_stride(shape.hidden);
  return {stride, row_scratch(context, static_cast<size_t>(rows) * stride)};
}

/** h[rows, hidden] (padded, stride hidden_stride) becomes the next state; phi's values and the old h are saved. */
inline void cell_forward(const SimpleWeights& w, const SimpleScratch& s, int rows, const Piece& x, float* h, const Saving& save, Ahead* ahead = nullptr) {
  const int H = w.shape.hidden, width = activation_width(H);
  const float clip = w.shape.clip;
  const bool clipped = w.shape.clipped();
  const Piece with_h[] = {x, {h, s.hidden_stride, H}};
  gemm(with_h, 2, rows, w.xh, {s.next, s.hidden_stride, Into::Replace, w.bias}, ahead);
  with_phi(w.shape.phi, [&](auto phi) {
    for (int b = 0; b < rows; ++b) {
      const ptrdiff_t at = static_cast<ptrdiff_t>(b) * s.hidden_stride, saved = b * w.shape.activation_stride(H);
      for (int i = 0; i < H; i += VL) {
        const vf y = phi.of(load(s.next + at + i));
        save(saved + i, y);
        save(saved + width + i, load(h + at + i));
        store(h + at + i, clipped ? clamp(y, -clip, clip) : y);
      }
    }
  });
}

struct SimpleTransposed {
  SimpleShape shape;
  Packed hh, ih;  // [hidden, hidden], [hidden, inputs]; the latter null where the input's gradient is not wanted
};
inline SimpleTransposed pack_cell_transposed(LfadsContext* context, const SimpleShape& shape, const float* weight_ih,
                                             const float* weight_hh, bool input_gradient) {
  const int I = shape.inputs, H = shape.hidden;
  SimpleTransposed w{shape, new_packed(context, H, H), {nullptr, H, I}};
  pack(w.hh, 0, H, weight_hh, H, 1);
  w.hh = whole_vectors(w.hh);
  if (!input_gradient) return w;
  w.ih = new_packed(context, H, I);
  pack(w.ih, 0, H, weight_ih, I, 1);
  w.ih = whole_vectors(w.ih);
  return w;
}

/** A thread's sums of the weights' gradients: one product, since x and h lie side by side. */
struct SimpleGradient {
  SimpleShape shape;
  int input_stride, hidden_stride;
  ProductGradient sums;  // [hidden, inputs + hidden]
  float* next_x() const { return sums.next_r(); }
};
inline SimpleGradient new_cell_gradient(LfadsContext* context, const SimpleShape& shape, int rows) {
  const ProductGradient sums = new_product_gradient(context, shape.hidden, shape.inputs + shape.hidden, rows);
  return {shape, sums.r_stride, row_stride(shape.hidden), sums};
}
inline void enter_weight_gradients(SimpleGradient& g) {
  enter_product(g.sums);
}
inline void make_room(SimpleGradient& g, int rows) {
  make_room(g.sums, rows);
}

/** dh (padded, hidden_stride): in, the gradient of this step's h; out, of the previous one. The step's input is at g.next_x(). */
inline void cell_backward(const SimpleTransposed& w, SimpleGradient& g, int rows, const float* acts, float* dh, Ahead* ahead = nullptr) {
  const int H = w.shape.hidden, width = activation_width(H);
  const ptrdiff_t stride = g.hidden_stride;
  const float clip = w.shape.clip;
  const bool clipped = w.shape.clipped();
  ProductGradient& sums = g.sums;
  float *const gates = sums.next_l(), *const xh = sums.next_r();
  with_phi(w.shape.phi, [&](auto phi) {
    for (int b = 0; b < rows; ++b) {
      const float* a = acts + b * w.shape.activation_stride(H);
      for (int i = 0; i < H; i += VL) {
        const vf y = load(a + i);
        vf d = flush(load(dh + b * stride + i));
        if (clipped) d = pick((y <= all(clip)) & (y >= all(-clip)), d, vf{});
        store(gates + b * static_cast<ptrdiff_t>(sums.l_stride) + i, flush(phi.back(d, y)));
      }
    }
  });
  for (int b = 0; b < rows; ++b) {
    const float* a = acts + b * w.shape.activation_stride(H);
    copy_row(xh + b * static_cast<ptrdiff_t>(sums.r_stride) + w.shape.inputs, a + width, H);
  }
  const Piece piece{gates, sums.l_stride, H};
  gemm(&piece, 1, rows, w.hh, {dh, stride, Into::Replace, nullptr}, ahead);
  sums.used += rows;
}
/** The gradient of the input of the step that `cell_backward` has just done. */
inline void cell_input_gradient(const SimpleTransposed& w, const SimpleGradient& g, int rows, const Target& dx) {
  const ptrdiff_t stride = g.sums.l_stride;
  const Piece gates{g.sums.next_l() - rows * stride, stride, w.shape.hidden};
  gemm(&gates, 1, rows, w.ih, dx);
}

inline void reduce_cell(const SimpleGradient* g, int count, float* d_ih, float* d_hh, float* d_bias) {
  const int H = g->shape.hidden, I = g->shape.inputs, stride = g->sums.r_stride;
  if (d_ih) reduce_matrix(d_ih, H, I, stride, count, [=](int k) { return g[k].sums.sum; });
  reduce_matrix(d_hh, H, H, stride, count, [=](int k) { return g[k].sums.sum + I; });
  reduce_matrix(d_bias, 1, H, 0, count, [=](int k) { return g[k].sums.l_sum; });
}

}  // namespace LFADS_ISA
