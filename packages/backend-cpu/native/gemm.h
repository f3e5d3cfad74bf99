// Matrix products from register tiles: MR rows by NV vectors of accumulators, summed from zero.
#pragma once
#include "parallel.h"

namespace LFADS_ISA {

#if LFADS_REGISTERS == 32
constexpr int MAX_NV = 3;
constexpr int ROWS_OF[] = {0, 14, 12, 8};
#elif LFADS_REGISTERS == 16
constexpr int MAX_NV = 3;
constexpr int ROWS_OF[] = {0, 8, 6, 4};
#else
constexpr int MAX_NV = 2;
constexpr int ROWS_OF[] = {0, 8, 4};
#endif

/** Products of k done at a time. V8 asks for all their operands at first, more than it has registers for: one in WebAssembly. */
#ifdef __wasm__
constexpr int UNROLL = 1;
#define LFADS_ROLLED _Pragma("clang loop unroll(disable)")
#else
constexpr int UNROLL = 2;
#define LFADS_ROLLED
#endif

enum class Into { Replace, Add };

/** Vectors in panel p of a row of nv vectors: as even as MAX_NV allows. */
inline int panel_count(int nv) { return (nv + MAX_NV - 1) / MAX_NV; }
inline int panel_width(int nv, int p) {
  const int count = panel_count(nv);
  return nv / count + (p < nv % count);
}

/** The right-hand matrix [k,n] in panels, each [k][width * VL], columns padded with zeros. */
struct Packed {
  float* data;
  int k, n;
  int vectors() const { return (n + VL - 1) / VL; }
  size_t size() const { return static_cast<size_t>(k) * vectors() * VL; }
};
inline Packed new_packed(LfadsContext* context, int k, int n) {
  Packed packed{nullptr, k, n};
  packed.data = scratch(context, packed.size() + VL);
  return packed;
}
/** Rows k0.. of `packed` from source[row * row_step + column * column_step]. */
inline void pack(const Packed& packed, int k0, int rows, const float* source, ptrdiff_t row_step, ptrdiff_t column_step) {
  const int nv = packed.vectors();
  float* panel = packed.data;
  for (int p = 0, column = 0; p < panel_count(nv); ++p) {
    const int width = panel_width(nv, p) * VL;
    const int valid = smaller(width, packed.n - column);
    for (int k = 0; k < rows; ++k) {
      float* to = panel + static_cast<size_t>(k0 + k) * width;
      const float* from = source + k * row_step + column * column_step;
      for (int j = 0; j < valid; ++j) to[j] = from[j * column_step];
      for (int j = valid; j < width; ++j) to[j] = 0;
    }
    panel += static_cast<size_t>(packed.k) * width;
    column += width;
  }
}

/** The same matrix, its zero columns up to the last vector counted in: for targets whose rows have room for them. */
inline Packed whole_vectors(const Packed& packed) { return {packed.data, packed.k, packed.vectors() * VL}; }

/** A left-hand matrix's columns, or some of them: products over several pieces are one sum. */
struct Piece {
  const float* data;
  ptrdiff_t stride;
  int k;
};
struct Target {
  float* data;
  ptrdiff_t stride;
  Into into;
  const float* bias;  // per column, null for none; readable up to whole vectors
};

template <int MR, int NV>
LFADS_INLINE void store_whole_tile(const vf (&sum)[MR][NV], const Target& c, int row, int column) {
  float* const first = c.data + row * c.stride + column;
  if (c.into == Into::Add) {
    for (int i = 0; i < MR; ++i) {
      for (int j = 0; j < NV; ++j) store(first + i * c.stride + j * VL, sum[i][j] + load(first + i * c.stride + j * VL));
    }
  } else if (c.bias) {
    for (int j = 0; j < NV; ++j) {
      const vf bias = load(c.bias + column + j * VL);
      for (int i = 0; i < MR; ++i) store(first + i * c.stride + j * VL, sum[i][j] + bias);
    }
  } else {
    for (int i = 0; i < MR; ++i) {
      for (int j = 0; j < NV; ++j) store(first + i * c.stride + j * VL, sum[i][j]);
    }
  }
}
/** The last columns of a matrix that ends within a vector. */
template <int MR, int NV>
static void store_cut_tile(const vf (&sum)[MR][NV], const Target& c, int row, int column, int columns) {
  for (int i = 0; i < MR; ++i) {
    float* to = c.data + (row + i) * c.stride + column;
    for (int j = 0; j < NV; ++j) {
      const int left = columns - j * VL;
      if (left <= 0) continue;
      vf v = sum[i][j];
      if (c.bias) v += load(c.bias + column + j * VL);
      if (c.into == Into::Add) v += load_upto(to + j * VL, left);
      store_upto(to + j * VL, v, left);
    }
  }
}
template <int MR, int NV>
LFADS_INLINE void store_tile(const vf (&sum)[MR][NV], const Target& c, int row, int column, int columns) {
  if (columns >= NV * VL) {
    store_whole_tile<MR, NV>(sum, c, row, column);
  } else {
    vf copy[MR][NV];
    for (int i = 0; i < MR; ++i) {
      for (int j = 0; j < NV; ++j) copy[i][j] = sum[i][j];
    }
    store_cut_tile<MR, NV>(copy, c, row, column, columns);
  }
}

template <int MR, int NV>
static void tile_nn(const Piece* pieces, int count, int row, const float* panel, const Target& c, int column, int columns) {
  vf sum[MR][NV] = {};
  for (int s = 0; s < count; ++s) {
    const ptrdiff_t stride = pieces[s].stride;
    const float* a[(MR + 3) / 4];
    for (int g = 0; g < (MR + 3) / 4; ++g) a[g] = pieces[s].data + (row + 4 * g) * stride;
    const auto step = [&](int ahead) LFADS_INLINE_LAMBDA {
      vf b[NV];
      for (int j = 0; j < NV; ++j) b[j] = load(panel + (ahead * NV + j) * VL);
      for (int i = 0; i < MR; ++i) {
        const vf x = all(a[i / 4][(i % 4) * stride + ahead]);
        for (int j = 0; j < NV; ++j) sum[i][j] = fma(x, b[j], sum[i][j]);
      }
    };
    int k = pieces[s].k;
    LFADS_ROLLED
    for (; k >= UNROLL; k -= UNROLL) {
      for (int ahead = 0; ahead < UNROLL; ++ahead) step(ahead);
      for (int g = 0; g < (MR + 3) / 4; ++g) a[g] += UNROLL;
      panel += UNROLL * NV * VL;
    }
    for (; UNROLL > 1 && k > 0; --k) {
      step(0);
      for (int g = 0; g < (MR + 3) / 4; ++g) ++a[g];
      panel += NV * VL;
    }
  }
  store_tile<MR, NV>(sum, c, row, column, columns);
}

typedef void (*TileNn)(const Piece*, int, int, const float*, const Target&, int, int);
template <int NV, int MR = ROWS_OF[NV]>
struct TilesNn {
  static TileNn get(int rows) { return rows == MR ? tile_nn<MR, NV> : TilesNn<NV, MR - 1>::get(rows); }
};
template <int NV>
struct TilesNn<NV, 0> {
  static TileNn get(int) { return nullptr; }
};
inline TileNn nn_tile(int nv, int rows) {
#if LFADS_REGISTERS
  if (nv == 3) return TilesNn<3>::get(rows);
#endif
  return nv == 2 ? TilesNn<2>::get(rows) : TilesNn<1>::get(rows);
}

/**
 * Rows in memory that the next step will read or write. A sequence lies trial by trial, so that one step's rows are far
 * apart and the hardware cannot guess them: the products of this step ask for them, a few with every tile.
 */
class Ahead {
 public:
  explicit Ahead(int rows) : rows_(rows), per_tile_((rows + TILES - 1) / TILES) {}
  /** `bytes` from `first` on, and again every `step` bytes. */
  void add(const void* first, ptrdiff_t step, int bytes) {
    if (first && count_ < STREAMS) streams_[count_++] = {static_cast<const char*>(first), step, bytes};
  }
  void some() {
    const int end = smaller(rows_, row_ + per_tile_);
    for (; row_ < end; ++row_) {
      for (int s = 0; s < count_; ++s) {
        const char* p = streams_[s].first + row_ * streams_[s].step;
        for (int i = 0; i < streams_[s].bytes; i += 64) prefetch(p + i);
      }
    }
  }

 private:
  static constexpr int STREAMS = 8, TILES = 48;
  struct Stream {
    const char* first;
    ptrdiff_t step;
    int bytes;
  };
  Stream streams_[STREAMS];
  int rows_, per_tile_, count_ = 0, row_ = 0;
};

/** c[rows, n] = (or +=) [pieces side by side] b + bias. */
inline void gemm(const Piece* pieces, int count, int rows, const Packed& b, const Target& c, Ahead* ahead = nullptr) {
  const int nv = b.vectors();
  const float* panel = b.data;
  for (int p = 0, column = 0; p < panel_count(nv); ++p) {
    const int width = panel_width(nv, p);
    const int tiles = (rows + ROWS_OF[width] - 1) / ROWS_OF[width];
    const int base = rows / tiles, extra = rows % tiles;
    const TileNn big = nn_tile(width, base + 1), small = nn_tile(width, base);
    const int columns = smaller(width * VL, b.n - column);
    for (int t = 0, row = 0; t < tiles; ++t) {
      if (ahead) ahead->some();
      (t < extra ? big : small)(pieces, count, row, panel, c, column, columns);
      row += base + (t < extra);
    }
    panel += static_cast<size_t>(b.k) * width * VL;
    column += width * VL;
  }
}

/** Row-major [rows, columns]; `stride` apart. Right-hand ones must be readable up to whole vectors. */
struct Rows {
  const float* data;
  ptrdiff_t stride;
};

template <int MR, int NV>
static void tile_tn(const float* l, ptrdiff_t l_stride, const float* r, ptrdiff_t r_stride, int depth, const Target& c,
                    int row, int column, int columns) {
  vf sum[MR][NV] = {};
  LFADS_ROLLED
  for (int b = 0; b < depth; ++b) {
    vf x[NV];
    for (int j = 0; j < NV; ++j) x[j] = load(r + j * VL);
    for (int i = 0; i < MR; ++i) {
      const vf y = all(l[i]);
      for (int j = 0; j < NV; ++j) sum[i][j] = fma(y, x[j], sum[i][j]);
    }
    l += l_stride;
    r += r_stride;
  }
  store_tile<MR, NV>(sum, c, row, column, columns);
}
typedef void (*TileTn)(const float*, ptrdiff_t, const float*, ptrdiff_t, int, const Target&, int, int, int);
template <int NV, int MR = ROWS_OF[NV]>
struct TilesTn {
  static TileTn get(int rows) { return rows == MR ? tile_tn<MR, NV> : TilesTn<NV, MR - 1>::get(rows); }
};
template <int NV>
struct TilesTn<NV, 0> {
  static TileTn get(int) { return nullptr; }
};
inline TileTn tn_tile(int nv, int rows) {
#if LFADS_REGISTERS
  if (nv == 3) return TilesTn<3>::get(rows);
#endif
  return nv == 2 ? TilesTn<2>::get(rows) : TilesTn<1>::get(rows);
}

/** c[m, n] = (or +=) lᵀ r, over `depth` rows of both. */
inline void gemm_tn(const Rows& l, const Rows& r, int depth, int m, int n, const Target& c) {
  if (depth == 0 || m == 0) return;
  const int nv = (n + VL - 1) / VL;
  for (int p = 0, column = 0; p < panel_count(nv); ++p) {
    const int width = panel_width(nv, p);
    const int tiles = (m + ROWS_OF[width] - 1) / ROWS_OF[width];
    const int base = m / tiles, extra = m % tiles;
    const TileTn big = tn_tile(width, base + 1), small = tn_tile(width, base);
    const int columns = smaller(width * VL, n - column);
    for (int t = 0, row = 0; t < tiles; ++t) {
      (t < extra ? big : small)(l.data + row, l.stride, r.data + column, r.stride, depth, c, row, column, columns);
      row += base + (t < extra);
    }
    column += width * VL;
  }
}

}  // namespace LFADS_ISA
