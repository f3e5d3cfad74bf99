// Functions of each element, and sums of them in double precision.
#pragma once
#include "gamma.h"
#include "math.h"
#include "poisson.h"

namespace LFADS_ISA {

template <class F>
inline void map_elements(LfadsContext* context, const float* x, float* y, size_t n, F f) {
  for_blocks(context, n, [=](int, Span s) {
    size_t i = s.begin;
    for (; i + VL <= s.end; i += VL) store(y + i, f(load(x + i)));
    const int left = static_cast<int>(s.end - i);
    if (left) store_part(y + i, f(load_part(x + i, left)), left);
  });
}
/** args: x; y; n, operation (0 exp, 1 negative, 2 square, 3 square root, 4 sigmoid, 5 tanh, 6 log Gamma, 7 digamma). */
inline void unary(const LfadsArg* args, LfadsContext* context) {
  const float* x = static_cast<float*>(args[0].pointer);
  float* y = static_cast<float*>(args[1].pointer);
  const size_t n = static_cast<size_t>(args[2].number);
  switch (static_cast<int>(args[3].number)) {
    case 0: return map_elements(context, x, y, n, [](vf v) { return vexp(v); });
    case 1: return map_elements(context, x, y, n, [](vf v) { return -v; });
    case 2: return map_elements(context, x, y, n, [](vf v) { return v * v; });
    case 3: return map_elements(context, x, y, n, [](vf v) { return vsqrt(v); });
    case 4: return map_elements(context, x, y, n, [](vf v) { return vsigmoid(v); });
    case 5: return map_elements(context, x, y, n, [](vf v) { return vtanh(v); });
    case 6: return map_elements(context, x, y, n, [](vf v) { return vgammaln(v); });
    case 7: return map_elements(context, x, y, n, [](vf v) { return vdigamma(v); });
  }
}

template <class F>
inline void map_pairs(LfadsContext* context, const float* a, bool a_scalar, const float* b, bool b_scalar, float* y, size_t n, F f) {
  const vf a_all = all(*a), b_all = all(*b);
  for_blocks(context, n, [=](int, Span s) {
    size_t i = s.begin;
    for (; i + VL <= s.end; i += VL) store(y + i, f(a_scalar ? a_all : load(a + i), b_scalar ? b_all : load(b + i)));
    const int left = static_cast<int>(s.end - i);
    if (left) store_part(y + i, f(a_scalar ? a_all : load_part(a + i, left), b_scalar ? b_all : load_part(b + i, left)), left);
  });
}
/** args: a, b; y; n, a is one number, b is one number, operation (0 +, 1 -, 2 *, 3 /). */
inline void binary(const LfadsArg* args, LfadsContext* context) {
  const float *a = static_cast<float*>(args[0].pointer), *b = static_cast<float*>(args[1].pointer);
  float* y = static_cast<float*>(args[2].pointer);
  const size_t n = static_cast<size_t>(args[3].number);
  const bool a_scalar = args[4].number != 0, b_scalar = args[5].number != 0;
  switch (static_cast<int>(args[6].number)) {
    case 0: return map_pairs(context, a, a_scalar, b, b_scalar, y, n, [](vf p, vf q) { return p + q; });
    case 1: return map_pairs(context, a, a_scalar, b, b_scalar, y, n, [](vf p, vf q) { return p - q; });
    case 2: return map_pairs(context, a, a_scalar, b, b_scalar, y, n, [](vf p, vf q) { return p * q; });
    case 3: return map_pairs(context, a, a_scalar, b, b_scalar, y, n, [](vf p, vf q) { return p / q; });
  }
}

/** args: x; sum (a double); n, squared. */
inline void sum(const LfadsArg* args, LfadsContext* context) {
  const float* x = static_cast<float*>(args[0].pointer);
  const size_t n = static_cast<size_t>(args[2].number);
  double* to = static_cast<double*>(args[1].pointer);
  if (args[3].number != 0) {
    *to = sum_blocks(
        context, n, [=](size_t i) { return load(x + i) * load(x + i); },
        [=](size_t i, int left) { return load_part(x + i, left) * load_part(x + i, left); });
  } else {
    *to = sum_blocks(context, n, [=](size_t i) { return load(x + i); }, [=](size_t i, int left) { return load_part(x + i, left); });
  }
}

/** args: x; y; n. Bytes 0 or 1. */
inline void logical_not(const LfadsArg* args, LfadsContext* context) {
  const uint8_t* x = static_cast<uint8_t*>(args[0].pointer);
  uint8_t* y = static_cast<uint8_t*>(args[1].pointer);
  for_blocks(context, static_cast<size_t>(args[2].number), [=](int, Span s) {
    for (size_t i = s.begin; i < s.end; ++i) y[i] = x[i] == 0;
  });
}

/** args: x, mask; y; n, scale. */
inline void mask_scale(const LfadsArg* args, LfadsContext* context) {
  const float* x = static_cast<float*>(args[0].pointer);
  const uint8_t* mask = static_cast<uint8_t*>(args[1].pointer);
  float* y = static_cast<float*>(args[2].pointer);
  const float scale = static_cast<float>(args[4].number);
  for_blocks(context, static_cast<size_t>(args[3].number), [=](int, Span s) {
    size_t i = s.begin;
    for (; i + VL <= s.end; i += VL) store(y + i, load(x + i) * load_mask(mask + i) * scale);
    const int left = static_cast<int>(s.end - i);
    if (left) store_part(y + i, load_part(x + i, left) * load_mask_part(mask + i, left) * scale, left);
  });
}

}  // namespace LFADS_ISA
