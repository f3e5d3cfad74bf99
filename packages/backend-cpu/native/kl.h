// Divergence of normal posteriors from the two built-in priors, and its gradients.
#pragma once
#include "math.h"
#include "parallel.h"

namespace LFADS_ISA {

/** args: mean, std, prior mean, prior log-variance; kl; rows, D, scale. */
inline void normal_kl(const LfadsArg* args, LfadsContext*) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const float *mean = f(0), *std = f(1), *prior_mean = f(2), *logvar = f(3);
  const int rows = static_cast<int>(args[5].number), D = static_cast<int>(args[6].number);
  double total = 0, prior = 0;
  for (int r = 0; r < rows; ++r) {
    const ptrdiff_t at = static_cast<ptrdiff_t>(r) * D;
    for (int i = 0; i < D; i += VL) {
      const int left = D - i;
      const vf s = load_upto(std + at + i, left), difference = load_upto(mean + at + i, left) - load_upto(prior_mean + i, left);
      const vf precision = vexp(-load_upto(logvar + i, left));
      const vf value = 0.5f * precision * (s * s + difference * difference) - vlog(s);
      if (left >= VL) total += sum_lanes(value);
      else for (int k = 0; k < left; ++k) total += static_cast<double>(value[k]);
    }
  }
  for (int i = 0; i < D; ++i) prior += 0.5 * (static_cast<double>(logvar[i]) - 1);
  *f(4) = static_cast<float>((total + rows * prior) * args[7].number);
}
/** args: mean, std, prior mean, prior log-variance, dy; d mean, d std, d prior mean, d prior log-variance; rows, D, scale. */
inline void normal_kl_gradient(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const float *mean = f(0), *std = f(1), *prior_mean = f(2), *logvar = f(3);
  const int rows = static_cast<int>(args[9].number), D = static_cast<int>(args[10].number), padded = round_up(D, VL);
  const float c = static_cast<float>(static_cast<double>(*f(4)) * args[11].number);
  float* block = scratch(context, 2 * padded);
  double* totals = static_cast<double*>(context->scratch(context, sizeof(double) * 2 * padded));
  set_bytes(totals, 0, sizeof(double) * 2 * padded);
  for (int first = 0; first < rows; first += 64) {
    set_bytes(block, 0, sizeof(float) * 2 * padded);
    for (int r = first; r < smaller(rows, first + 64); ++r) {
      const ptrdiff_t at = static_cast<ptrdiff_t>(r) * D;
      for (int i = 0; i < D; i += VL) {
        const int left = D - i;
        const vf s = load_upto(std + at + i, left), difference = load_upto(mean + at + i, left) - load_upto(prior_mean + i, left);
        const vf precision = vexp(-load_upto(logvar + i, left)), pull = precision * difference;
        store_upto(f(5) + at + i, c * pull, left);
        store_upto(f(6) + at + i, c * (s * precision - 1.0f / s), left);
        store(block + i, load(block + i) - c * pull);
        store(block + padded + i, load(block + padded + i) + 0.5f * c * (1.0f - precision * s * s - pull * difference));
      }
    }
    for (int i = 0; i < 2 * padded; ++i) totals[i] += static_cast<double>(block[i]);
  }
  for (int i = 0; i < D; ++i) {
    f(7)[i] = static_cast<float>(totals[i]);
    f(8)[i] = static_cast<float>(totals[padded + i]);
  }
}

/** A stationary first-order autoregressive prior, laid out like one trial [T,D]; the caller gives each channel's constants. */
struct ArPrior {
  int B, T, D, n;
  float *alpha, *precision;  // alpha is 0 and the precision the stationary one in the first step
};
/** constants [3,D]: alpha, the innovations' precision, 1 - alpha^2. */
inline ArPrior ar_prior(LfadsContext* context, const float* constants, const LfadsArg* numbers) {
  const auto number = [=](int i) { return static_cast<int>(numbers[i].number); };
  ArPrior p{number(0), number(1), number(2), number(1) * number(2), nullptr, nullptr};
  p.alpha = zeroed_scratch(context, p.n + p.D + VL);
  p.precision = zeroed_scratch(context, p.n + VL);
  for (int t = 0; t < p.T; ++t) {
    for (int d = 0; d < p.D; ++d) {
      p.alpha[t * p.D + d] = t ? constants[d] : 0;
      p.precision[t * p.D + d] = constants[p.D + d] * (t ? 1 : constants[2 * p.D + d]);
    }
  }
  return p;
}
/** s = mean + std * noise of one trial, D zeros in front; e = s[t] - alpha s[t-1]. */
LFADS_INLINE vf ar_sample(const float* mean, const float* std, const float* noise, ptrdiff_t at, int left) {
  return fma(load_upto(std + at, left), load_upto(noise + at, left), load_upto(mean + at, left));
}
constexpr int TRIAL_GROUPS = 16;

/** args: mean, std, noise [B,T,D], constants; the sum without the log-variances (a double); B, T, D. */
inline void ar_normal_kl(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const float *mean = f(0), *std = f(1), *noise = f(2);
  const ArPrior p = ar_prior(context, f(3), args + 5);
  const int groups = smaller(p.B, TRIAL_GROUPS), room = p.D + p.n + VL;
  float* samples = zeroed_scratch(context, static_cast<size_t>(room) * groups);
  double* totals = static_cast<double*>(context->scratch(context, sizeof(double) * groups));
  const int count = smaller(groups, workers(context, static_cast<double>(p.B) * p.n, 16384));
  parallel(context, count, [=](int worker) {
    const Range mine = part(groups, count, worker);
    for (int group = mine.begin; group < mine.end; ++group) {
      const Range trials = part(p.B, groups, group);
      float* s = samples + static_cast<size_t>(group) * room + p.D;
      double total = 0;
      for (int b = trials.begin; b < trials.end; ++b) {
        const ptrdiff_t first = static_cast<ptrdiff_t>(b) * p.n;
        for (int i = 0; i < p.n; i += VL) store(s + i, ar_sample(mean, std, noise, first + i, p.n - i));
        for (int i = 0; i < p.n; i += VL) {
          const int left = p.n - i;
          const vf e = load(s + i) - load(p.alpha + i) * load(s + i - p.D), draw = load_upto(noise + first + i, left);
          const vf value = 0.5f * (load(p.precision + i) * e * e - draw * draw) - vlog(load_upto(std + first + i, left));
          if (left >= VL) total += sum_lanes(value);
          else for (int k = 0; k < left; ++k) total += static_cast<double>(value[k]);
        }
      }
      totals[group] = total;
    }
  });
  double total = 0;
  for (int group = 0; group < groups; ++group) total += totals[group];
  *static_cast<double*>(args[4].pointer) = total;
}

/**
 * args: mean, std, noise, constants; d mean, d std, sums [3,D] (doubles); B, T, D, the loss's gradient. Per channel the sums over
 * trials of g[t] s[t-1], of g[t] e[t] for t >= 1, and of g[0] e[0], where g = precision e.
 */
inline void ar_normal_kl_gradient(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const float *mean = f(0), *std = f(1), *noise = f(2);
  float *d_mean = f(4), *d_std = f(5);
  const ArPrior p = ar_prior(context, f(3), args + 7);
  const float c = static_cast<float>(args[10].number);
  const int groups = smaller(p.B, TRIAL_GROUPS), room = p.D + p.n + VL;
  const size_t per_group = static_cast<size_t>(4) * room;
  float* rooms = zeroed_scratch(context, per_group * groups);
  const int count = smaller(groups, workers(context, static_cast<double>(p.B) * p.n, 16384));
  parallel(context, count, [=](int worker) {
    const Range mine = part(groups, count, worker);
    for (int group = mine.begin; group < mine.end; ++group) {
      const Range trials = part(p.B, groups, group);
      float* s = rooms + group * per_group + p.D;           // D zeros, then the trial
      float* g = rooms + group * per_group + room;          // the trial, then D zeros
      float *lagged = g + room, *squares = lagged + room;
      for (int b = trials.begin; b < trials.end; ++b) {
        const ptrdiff_t first = static_cast<ptrdiff_t>(b) * p.n;
        for (int i = 0; i < p.n; i += VL) store(s + i, ar_sample(mean, std, noise, first + i, p.n - i));
        for (int i = 0; i < p.n; i += VL) {
          const vf before = load(s + i - p.D), e = load(s + i) - load(p.alpha + i) * before, pull = load(p.precision + i) * e;
          store(g + i, pull);
          store(lagged + i, load(lagged + i) + pull * before);
          store(squares + i, load(squares + i) + pull * e);
        }
        for (int i = 0; i < p.n; i += VL) {
          const int left = p.n - i;
          const vf ds = c * (load(g + i) - load(p.alpha + p.D + i) * load(g + i + p.D));
          store_upto(d_mean + first + i, ds, left);
          store_upto(d_std + first + i, ds * load_upto(noise + first + i, left) - c / load_upto(std + first + i, left), left);
        }
      }
    }
  });
  double* sums = static_cast<double*>(args[6].pointer);
  for (int k = 0; k < 3 * p.D; ++k) sums[k] = 0;
  for (int group = 0; group < groups; ++group) {
    const float *lagged = rooms + group * per_group + 2 * static_cast<size_t>(room), *squares = lagged + room;
    for (int i = 0; i < p.n; ++i) {
      if (i >= p.D) sums[i % p.D] += static_cast<double>(lagged[i]);
      sums[(i < p.D ? 2 : 1) * p.D + i % p.D] += static_cast<double>(squares[i]);
    }
  }
}

}  // namespace LFADS_ISA
