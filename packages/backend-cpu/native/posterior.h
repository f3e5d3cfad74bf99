// Parameters and samples of normal posteriors, and their gradients.
#pragma once
#include "math.h"
#include "parallel.h"

namespace LFADS_ISA {

/** args: raw [rows,2D]; mean, std [rows,D]; rows, D, smallest variance. */
inline void normal_parameters(const LfadsArg* args, LfadsContext*) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const int rows = static_cast<int>(args[3].number), D = static_cast<int>(args[4].number);
  const float smallest = static_cast<float>(args[5].number);
  for (int r = 0; r < rows; ++r) {
    const float* raw = f(0) + static_cast<ptrdiff_t>(r) * 2 * D;
    float *mean = f(1) + static_cast<ptrdiff_t>(r) * D, *std = f(2) + static_cast<ptrdiff_t>(r) * D;
    for (int i = 0; i < D; i += VL) {
      const int left = D - i;
      store_upto(mean + i, load_upto(raw + i, left), left);
      store_upto(std + i, vsqrt(vexp(load_upto(raw + D + i, left)) + smallest), left);
    }
  }
}
/** args: raw, std, d mean?, d std?; d raw; rows, D, smallest variance. d logvar = d std exp(logvar) / (2 std). */
inline void normal_parameters_gradient(const LfadsArg* args, LfadsContext*) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const int rows = static_cast<int>(args[5].number), D = static_cast<int>(args[6].number);
  const float *d_mean = f(2), *d_std = f(3);
  for (int r = 0; r < rows; ++r) {
    const ptrdiff_t at = static_cast<ptrdiff_t>(r) * D;
    const float *logvar = f(0) + 2 * at + D, *std = f(1) + at;
    float* d_raw = f(4) + 2 * at;
    for (int i = 0; i < D; i += VL) {
      const int left = D - i;
      const vf through = 0.5f * vexp(load_upto(logvar + i, left)) / load_upto(std + i, left);
      store_upto(d_raw + i, d_mean ? load_upto(d_mean + at + i, left) : vf{}, left);
      store_upto(d_raw + D + i, d_std ? load_upto(d_std + at + i, left) * through : vf{}, left);
    }
  }
}

/** args: mean, std, noise; sample; n. */
inline void scaled_noise(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const float *mean = f(0), *std = f(1), *noise = f(2);
  float* sample = f(3);
  for_blocks(context, static_cast<size_t>(args[4].number), [=](int, Span s) {
    for (size_t i = s.begin; i < s.end; i += VL) {
      const int left = s.end - i < VL ? static_cast<int>(s.end - i) : VL;
      store_upto(sample + i, fma(load_upto(std + i, left), load_upto(noise + i, left), load_upto(mean + i, left)), left);
    }
  });
}

}  // namespace LFADS_ISA
