// One step of a GRU (lfads-torch's cell) for some rows of the batch, forwards and backwards.
#pragma once
#include "gemm.h"
#include "math.h"
#include "rows.h"

namespace LFADS_ISA {

/** Saved activations: per step and batch row z, r, n and the previous h, each padded to 16 floats. */
inline int activation_width(int hidden) { return round_up(hidden, 16); }
inline ptrdiff_t activation_stride(int hidden) { return 4 * static_cast<ptrdiff_t>(activation_width(hidden)); }

struct CellWeights;
struct CellScratch;
struct CellTransposed;
struct CellGradient;
struct CellShape {
  typedef CellWeights Weights;
  typedef CellScratch Scratch;
  typedef CellTransposed Transposed;
  typedef CellGradient Gradient;
  int inputs, hidden;
  float clip;
  static ptrdiff_t activation_stride(int hidden) { return LFADS_ISA::activation_stride(hidden); }
  /** So few inputs that vectors along them would be mostly padding: what has one row per gate lies transposed. */
  bool narrow() const { return inputs <= VL / 2; }
};

struct CellWeights {
  CellShape shape;
  Packed zr, n;        // [inputs + hidden, 2 hidden] and [inputs + hidden, hidden]
  const float *bias_zr, *bias_n;
};
inline const float* padded_copy(LfadsContext* context, const float* from, int n) {
  float* to = zeroed_scratch(context, round_up(n, VL));
  for (int i = 0; i < n; ++i) to[i] = from[i];
  return to;
}
inline CellWeights pack_cell(LfadsContext* context, const CellShape& shape, const float* weight_ih, const float* weight_hh,
                             const float* bias) {
  const int I = shape.inputs, H = shape.hidden;
  CellWeights w{shape, new_packed(context, I + H, 2 * H), new_packed(context, I + H, H),
                padded_copy(context, bias, 2 * H), padded_copy(context, bias + 2 * H, H)};
  pack(w.zr, 0, I, weight_ih, 1, I);
  pack(w.zr, I, H, weight_hh, 1, H);
  pack(w.n, 0, I, weight_ih + static_cast<ptrdiff_t>(2) * H * I, 1, I);
  pack(w.n, I, H, weight_hh + static_cast<ptrdiff_t>(2) * H * H, 1, H);
  w.zr = whole_vectors(w.zr);
  w.n = whole_vectors(w.n);
  return w;
}

/** A thread's room for one step. */
struct CellScratch {
  int gate_stride, hidden_stride;
  float *gates, *candidate, *reset_h;
};
inline CellScratch new_cell_scratch(LfadsContext* context, const CellShape& shape, int rows) {
  const int g = row_stride(2 * shape.hidden + VL), h = row_stride(shape.hidden);
  return {g, h, row_scratch(context, static_cast<size_t>(rows) * g), row_scratch(context, static_cast<size_t>(rows) * h),
          row_scratch(context, static_cast<size_t>(rows) * h)};
}

/** Saved activations: where this step's go, and whether past the caches. */
struct Saving {
  float* to;
  bool streamed;
  void operator()(ptrdiff_t at, vf v) const {
    if (streamed) stream(to + at, v);
    else store(to + at, v);
  }
};
/** Activations that no cache can keep until the gradient comes are streamed. */
inline bool worth_streaming(const float* activations, double floats) {
  return floats * sizeof(float) > (24 << 20) && reinterpret_cast<uintptr_t>(activations) % 64 == 0;
}

/** h[rows, hidden] (padded, stride hidden_stride) becomes the next state; z, r, n and the old h are saved. */
inline void cell_forward(const CellWeights& w, const CellScratch& s, int rows, const Piece& x, float* h, const Saving& save, Ahead* ahead = nullptr) {
  const int H = w.shape.hidden, width = activation_width(H);
  const ptrdiff_t act_stride = activation_stride(H);
  const bool clipped = w.shape.clip < 3e38f;
  const Piece with_h[] = {x, {h, s.hidden_stride, H}};
  gemm(with_h, 2, rows, w.zr, {s.gates, s.gate_stride, Into::Replace, w.bias_zr}, ahead);
  for (int b = 0; b < rows; ++b) {
    float* g = s.gates + static_cast<ptrdiff_t>(b) * s.gate_stride;
    const ptrdiff_t at = static_cast<ptrdiff_t>(b) * s.hidden_stride, saved = b * act_stride;
    for (int i = 0; i < H; i += VL) {
      const vf previous = load(h + at + i), r = vsigmoid(load(g + H + i));
      save(saved + width + i, r);
      save(saved + 3 * width + i, previous);
      store(s.reset_h + at + i, r * previous);
    }
    for (int i = 0; i < H; i += VL) {
      const vf z = vsigmoid(load(g + i));
      store(g + i, z);
      save(saved + i, z);
    }
  }
  const Piece with_reset[] = {x, {s.reset_h, s.hidden_stride, H}};
  gemm(with_reset, 2, rows, w.n, {s.candidate, s.hidden_stride, Into::Replace, w.bias_n}, ahead);
  for (int b = 0; b < rows; ++b) {
    const float* g = s.gates + static_cast<ptrdiff_t>(b) * s.gate_stride;
    const ptrdiff_t at = static_cast<ptrdiff_t>(b) * s.hidden_stride, saved = b * act_stride;
    for (int i = 0; i < H; i += VL) {
      const vf n = vtanh(load(s.candidate + at + i)), z = load(g + i);
      vf next = fma(z, load(h + at + i) - n, n);
      if (clipped) next = clamp(next, -w.shape.clip, w.shape.clip);
      save(saved + 2 * width + i, n);
      store(h + at + i, next);
    }
  }
}

struct CellTransposed {
  CellShape shape;
  Packed hh_n, hh_zr;  // [hidden, hidden], [2 hidden, hidden]
  Packed ih;           // [3 hidden (n, z, r), inputs]; data is null where the input's gradient is not wanted
  const float* narrow_ih;  // instead, of few inputs: [inputs, n (padded), z, r]
};
inline int candidate_width(int hidden) { return round_up(hidden, 16); }
inline int gate_stride(int hidden) { return row_stride(candidate_width(hidden) + 2 * hidden + VL); }
/** [inputs, n (padded), z, r] from [z, r, n, inputs] */
inline const float* pack_narrow(LfadsContext* context, const CellShape& shape, const float* weight_ih) {
  const int I = shape.inputs, H = shape.hidden, stride = gate_stride(H);
  float* to = zeroed_scratch(context, static_cast<size_t>(I) * stride);
  for (int i = 0; i < I; ++i) {
    float* row = to + static_cast<ptrdiff_t>(i) * stride;
    for (int j = 0; j < H; ++j) row[j] = weight_ih[(2 * H + j) * static_cast<ptrdiff_t>(I) + i];
    for (int j = 0; j < 2 * H; ++j) row[candidate_width(H) + j] = weight_ih[j * static_cast<ptrdiff_t>(I) + i];
  }
  return to;
}
inline CellTransposed pack_cell_transposed(LfadsContext* context, const CellShape& shape, const float* weight_ih,
                                           const float* weight_hh, bool input_gradient) {
  const int I = shape.inputs, H = shape.hidden;
  CellTransposed w{shape, new_packed(context, H, H), new_packed(context, 2 * H, H), {nullptr, 3 * H, I}, nullptr};
  pack(w.hh_n, 0, H, weight_hh + static_cast<ptrdiff_t>(2) * H * H, H, 1);
  pack(w.hh_zr, 0, 2 * H, weight_hh, H, 1);
  if (input_gradient && shape.narrow()) {
    w.narrow_ih = pack_narrow(context, shape, weight_ih);
  } else if (input_gradient) {
    w.ih = new_packed(context, 3 * H, I);
    pack(w.ih, 0, H, weight_ih + static_cast<ptrdiff_t>(2) * H * I, I, 1);
    pack(w.ih, H, 2 * H, weight_ih, I, 1);
    w.ih = whole_vectors(w.ih);
  }
  w.hh_n = whole_vectors(w.hh_n);
  w.hh_zr = whole_vectors(w.hh_zr);
  return w;
}

/** A thread's sums of the weights' gradients, and the last few steps' operands that still have to enter them. */
struct CellGradient {
  CellShape shape;
  int capacity, used;  // rows of the operands below
  int input_stride, hidden_stride, gate_stride, candidate_width;
  float *x, *h, *reset_h, *gates;  // gates: d candidate (padded), then d update and d reset
  float* d_reset_h;
  float *d_ih, *d_hh, *d_bias;  // rows z, r, n; d_ih of few inputs: [inputs, n (padded), z, r]
  float* next_x() const { return x + static_cast<ptrdiff_t>(used) * input_stride; }
  const float* last_gates(int rows) const { return gates + static_cast<ptrdiff_t>(used - rows) * gate_stride; }
};
constexpr int OPERAND_ROWS = 128;
inline CellGradient new_cell_gradient(LfadsContext* context, const CellShape& shape, int rows) {
  const int H = shape.hidden, I = shape.inputs;
  CellGradient g{};
  g.shape = shape;
  g.capacity = rows * larger(1, OPERAND_ROWS / rows);
  g.input_stride = row_stride(I);
  g.hidden_stride = row_stride(H);
  g.candidate_width = candidate_width(H);
  g.gate_stride = gate_stride(H);
  const size_t capacity = g.capacity;
  g.x = row_scratch(context, capacity * g.input_stride);
  g.h = row_scratch(context, capacity * g.hidden_stride);
  g.reset_h = row_scratch(context, capacity * g.hidden_stride);
  g.gates = row_scratch(context, capacity * g.gate_stride);
  g.d_reset_h = row_scratch(context, static_cast<size_t>(rows) * g.hidden_stride);
  g.d_ih = zeroed_scratch(context, shape.narrow() ? static_cast<size_t>(I) * g.gate_stride : static_cast<size_t>(3) * H * g.input_stride);
  g.d_hh = zeroed_scratch(context, static_cast<size_t>(3) * H * g.hidden_stride);
  g.d_bias = zeroed_scratch(context, 3 * H + 2 * VL);
  return g;
}
inline void add_column_sums(float* sums, const float* rows, ptrdiff_t stride, int count, int n) {
  for (int i = 0; i < n; i += VL) {
    vf sum = {};
    for (int b = 0; b < count; ++b) sum += load(rows + b * stride + i);
    const int left = n - i;
    if (left >= VL) store(sums + i, load(sums + i) + sum);
    else store_part(sums + i, load_part(sums + i, left) + sum, left);
  }
}
inline void enter_weight_gradients(CellGradient& g) {
  const int H = g.shape.hidden, I = g.shape.inputs, I_whole = round_up(I, VL), H_whole = round_up(H, VL);
  const Rows candidate{g.gates, g.gate_stride}, zr{g.gates + g.candidate_width, g.gate_stride};
  const Rows x{g.x, g.input_stride};
  if (g.shape.narrow()) {
    gemm_tn(x, candidate, g.used, I, round_up(g.candidate_width + 2 * H, VL), {g.d_ih, g.gate_stride, Into::Add, nullptr});
  } else {
    gemm_tn(zr, x, g.used, 2 * H, I_whole, {g.d_ih, g.input_stride, Into::Add, nullptr});
    gemm_tn(candidate, x, g.used, H, I_whole, {g.d_ih + static_cast<ptrdiff_t>(2) * H * g.input_stride, g.input_stride, Into::Add, nullptr});
  }
  gemm_tn(zr, {g.h, g.hidden_stride}, g.used, 2 * H, H_whole, {g.d_hh, g.hidden_stride, Into::Add, nullptr});
  gemm_tn(candidate, {g.reset_h, g.hidden_stride}, g.used, H, H_whole,
          {g.d_hh + static_cast<ptrdiff_t>(2) * H * g.hidden_stride, g.hidden_stride, Into::Add, nullptr});
  add_column_sums(g.d_bias, zr.data, zr.stride, g.used, 2 * H);
  add_column_sums(g.d_bias + 2 * H, candidate.data, candidate.stride, g.used, H);
  g.used = 0;
}

/** dh (padded, hidden_stride): in, the gradient of this step's h; out, of the previous one. The step's input is at g.next_x(). */
inline void cell_backward(const CellTransposed& w, CellGradient& g, int rows, const float* acts, float* dh, Ahead* ahead = nullptr) {
  const int H = w.shape.hidden, width = activation_width(H);
  const ptrdiff_t act_stride = activation_stride(H), stride = g.hidden_stride;
  const float clip = w.shape.clip;
  const bool clipped = clip < 3e38f;
  float* gates = g.gates + static_cast<ptrdiff_t>(g.used) * g.gate_stride;
  float* zr = gates + g.candidate_width;
  float* saved_h = g.h + g.used * stride;
  float* reset_h = g.reset_h + g.used * stride;
  for (int b = 0; b < rows; ++b) {
    const float* a = acts + b * act_stride;
    for (int i = 0; i < H; i += VL) {
      const vf z = load(a + i), r = load(a + width + i), n = load(a + 2 * width + i), h = load(a + 3 * width + i);
      vf d = flush(load(dh + b * stride + i));
      const vf difference = h - n;
      if (clipped) {
        const vf next = fma(z, difference, n);
        d = pick((next <= all(clip)) & (next >= all(-clip)), d, vf{});
      }
      const vf keep = d * z;
      store(gates + b * static_cast<ptrdiff_t>(g.gate_stride) + i, flush((d - keep) * (1.0f - n * n)));
      store(zr + b * static_cast<ptrdiff_t>(g.gate_stride) + i, flush(keep * difference * (1.0f - z)));
      store(dh + b * stride + i, keep);
      store(saved_h + b * stride + i, h);
      store(reset_h + b * stride + i, r * h);
    }
  }
  const Piece candidate{gates, g.gate_stride, H};
  gemm(&candidate, 1, rows, w.hh_n, {g.d_reset_h, stride, Into::Replace, nullptr}, ahead);
  for (int b = 0; b < rows; ++b) {
    const float* a = acts + b * act_stride;
    for (int i = 0; i < H; i += VL) {
      const vf r = load(a + width + i), h = load(a + 3 * width + i), d = load(g.d_reset_h + b * stride + i);
      const vf through = d * r;
      store(zr + b * static_cast<ptrdiff_t>(g.gate_stride) + H + i, flush(through * h * (1.0f - r)));
      store(dh + b * stride + i, load(dh + b * stride + i) + through);
    }
  }
  const Piece gates_zr{zr, g.gate_stride, 2 * H};
  gemm(&gates_zr, 1, rows, w.hh_zr, {dh, stride, Into::Add, nullptr}, ahead);
  g.used += rows;
}
/** The gradient of the input of the step that `cell_backward` has just done. */
inline void cell_input_gradient(const CellTransposed& w, const CellGradient& g, int rows, const Target& dx) {
  const float* gates = g.last_gates(rows);
  if (w.narrow_ih) {
    const int H = w.shape.hidden;
    for (int b = 0; b < rows; ++b) {
      const float* row = gates + b * static_cast<ptrdiff_t>(g.gate_stride);
      for (int i = 0; i < w.shape.inputs; ++i) {
        const float* weight = w.narrow_ih + i * static_cast<ptrdiff_t>(g.gate_stride);
        dx.data[b * dx.stride + i] =
            inner_product(row, weight, H) + inner_product(row + g.candidate_width, weight + g.candidate_width, 2 * H);
      }
    }
    return;
  }
  const Piece pieces[] = {{gates, g.gate_stride, w.shape.hidden}, {gates + g.candidate_width, g.gate_stride, 2 * w.shape.hidden}};
  gemm(pieces, 2, rows, w.ih, dx);
}
inline void make_room(CellGradient& g, int rows) {
  if (g.used + rows > g.capacity) enter_weight_gradients(g);
}

/** to[rows, n] (dense) = the sum over `count` threads' padded matrices, in their order. */
template <class Get>
inline void reduce_matrix(float* to, int rows, int n, ptrdiff_t stride, int count, Get get) {
  for (int r = 0; r < rows; ++r) {
    for (int i = 0; i < n; i += VL) {
      const ptrdiff_t at = r * stride + i;
      vf sum = load(get(0) + at);
      for (int k = 1; k < count; ++k) sum += load(get(k) + at);
      store_upto(to + static_cast<ptrdiff_t>(r) * n + i, sum, n - i);
    }
  }
}
/** to[columns, n] (dense) = the sum over threads' [n, columns]. */
template <class Get>
inline void reduce_transposed(float* to, int n, int columns, ptrdiff_t stride, int count, Get get) {
  for (int i = 0; i < n; ++i) {
    for (int c = 0; c < columns; ++c) {
      float sum = get(0)[i * stride + c];
      for (int k = 1; k < count; ++k) sum += get(k)[i * stride + c];
      to[static_cast<ptrdiff_t>(c) * n + i] = sum;
    }
  }
}
inline void reduce_cell(const CellGradient* g, int count, float* d_ih, float* d_hh, float* d_bias) {
  const int H = g->shape.hidden, I = g->shape.inputs;
  if (d_ih && g->shape.narrow()) {
    reduce_transposed(d_ih, I, 2 * H, g->gate_stride, count, [=](int k) { return g[k].d_ih + g[k].candidate_width; });
    reduce_transposed(d_ih + static_cast<ptrdiff_t>(2) * H * I, I, H, g->gate_stride, count, [=](int k) { return g[k].d_ih; });
  } else if (d_ih) {
    reduce_matrix(d_ih, 3 * H, I, g->input_stride, count, [=](int k) { return g[k].d_ih; });
  }
  reduce_matrix(d_hh, 3 * H, H, g->hidden_stride, count, [=](int k) { return g[k].d_hh; });
  reduce_matrix(d_bias, 1, 3 * H, 0, count, [=](int k) { return g[k].d_bias; });
}

}  // namespace LFADS_ISA
