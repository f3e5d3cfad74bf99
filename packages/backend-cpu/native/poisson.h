// Poisson negative log-likelihoods of counts x given log rates a: exp(a) - x a, plus Stirling's term where x > 1.
#pragma once
#include "math.h"
#include "parallel.h"

namespace LFADS_ISA {

LFADS_INLINE vf poisson_loss(vf a, vf x) {
  vf loss = fma(-x, a, vexp(a));
  const vi big = x > all(1.0f);
  if (any_lane(big)) {
    const vf safe = pick(big, x, all(2.0f)), factor = safe + 0.5f;
    const Logarithm log_x = split_log(safe);
    // (x + 1/2) log x - x + log(2 pi) / 2; a count times the logarithm's exact part is not rounded
    const vf stirling = fma(factor, log_x.rest, fma(factor, log_x.exact, 0.918938533f - safe));
    loss += pick(big, stirling, vf{});
  }
  return loss;
}

/** args: a, x; loss; n. */
inline void poisson_nll(const LfadsArg* args, LfadsContext* context) {
  const float *a = static_cast<float*>(args[0].pointer), *x = static_cast<float*>(args[1].pointer);
  float* loss = static_cast<float*>(args[2].pointer);
  for_blocks(context, static_cast<size_t>(args[3].number), [=](int, Span s) {
    size_t i = s.begin;
    for (; i + VL <= s.end; i += VL) store(loss + i, poisson_loss(load(a + i), load(x + i)));
    const int left = static_cast<int>(s.end - i);
    if (left) store_part(loss + i, poisson_loss(load_part(a + i, left), load_part(x + i, left)), left);
  });
}
/** args: a, x, dy; da; n. */
inline void poisson_nll_gradient(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const float *a = f(0), *x = f(1), *dy = f(2);
  float* da = f(3);
  for_blocks(context, static_cast<size_t>(args[4].number), [=](int, Span s) {
    size_t i = s.begin;
    for (; i + VL <= s.end; i += VL) store(da + i, load(dy + i) * (vexp(load(a + i)) - load(x + i)));
    const int left = static_cast<int>(s.end - i);
    if (left) store_part(da + i, load_part(dy + i, left) * (vexp(load_part(a + i, left)) - load_part(x + i, left)), left);
  });
}

/** The sum of `value(i)` vectors over [begin, end), in double from runs of 32 vectors; `partial` gives the tail's. */
template <class Whole, class Tail>
inline double sum_span(Span s, Whole value, Tail partial) {
  double total = 0;
  size_t i = s.begin;
  while (i + VL <= s.end) {
    vf sum = {};
    for (int run = 0; run < 32 && i + VL <= s.end; ++run, i += VL) sum += value(i);
    total += sum_lanes(sum);
  }
  const int left = static_cast<int>(s.end - i);
  if (left) {
    const vf v = partial(i, left);
    for (int lane = 0; lane < left; ++lane) total += static_cast<double>(v[lane]);
  }
  return total;
}
template <class Whole, class Tail>
inline double sum_blocks(LfadsContext* context, size_t n, Whole value, Tail partial) {
  const int blocks = block_count(n);
  double* sums = static_cast<double*>(context->scratch(context, sizeof(double) * (blocks + 1)));
  for_blocks(context, n, [=](int b, Span s) { sums[b] = sum_span(s, value, partial); });
  double total = 0;
  for (int b = 0; b < blocks; ++b) total += sums[b];
  return total;
}

/** args: a, x; loss (scalar); n, scale. */
inline void poisson_nll_sum(const LfadsArg* args, LfadsContext* context) {
  const float *a = static_cast<float*>(args[0].pointer), *x = static_cast<float*>(args[1].pointer);
  const double total = sum_blocks(
      context, static_cast<size_t>(args[3].number), [=](size_t i) { return poisson_loss(load(a + i), load(x + i)); },
      [=](size_t i, int left) { return poisson_loss(load_part(a + i, left), load_part(x + i, left)); });
  *static_cast<float*>(args[2].pointer) = static_cast<float>(total * args[4].number);
}

/** args: a, x, dy (scalar), mask [B,t,n]?; da; B, T, N, t, n, scale. */
inline void poisson_nll_sum_gradient(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const auto number = [=](int i) { return static_cast<int>(args[5 + i].number); };
  const float *a = f(0), *x = f(1);
  const uint8_t* mask = static_cast<const uint8_t*>(args[3].pointer);
  float* da = f(4);
  const int B = number(0), T = number(1), N = number(2), t_mask = number(3), n_mask = number(4);
  const float scale = static_cast<float>(static_cast<double>(*f(2)) * args[10].number);
  const auto plain = [=](size_t i, size_t end) {
    for (; i + VL <= end; i += VL) store(da + i, scale * (vexp(load(a + i)) - load(x + i)));
    const int left = static_cast<int>(end - i);
    if (left) store_part(da + i, scale * (vexp(load_part(a + i, left)) - load_part(x + i, left)), left);
  };
  if (!mask) return for_blocks(context, static_cast<size_t>(B) * T * N, [=](int, Span s) { plain(s.begin, s.end); });
  const int count = larger(1, smaller(B, workers(context, static_cast<double>(B) * T * N, 65536)));
  parallel(context, count, [=](int worker) {
    const Range mine = part(B, count, worker);
    for (int b = mine.begin; b < mine.end; ++b) {
      for (int t = 0; t < t_mask; ++t) {
        const size_t row = (static_cast<size_t>(b) * T + t) * N;
        const uint8_t* m = mask + (static_cast<size_t>(b) * t_mask + t) * n_mask;
        int i = 0;
        for (; i + VL <= n_mask; i += VL) store(da + row + i, load_mask(m + i) * scale * (vexp(load(a + row + i)) - load(x + row + i)));
        const int left = n_mask - i;
        if (left) store_part(da + row + i, load_mask_part(m + i, left) * scale * (vexp(load_part(a + row + i, left)) - load_part(x + row + i, left)), left);
        plain(row + n_mask, row + N);
      }
      plain((static_cast<size_t>(b) * T + t_mask) * N, static_cast<size_t>(b + 1) * T * N);
    }
  });
}

/** args: a, x; sums [2,N,3]; B, T, N, split. Over trials and steps of either region: exp(a), x a, x. */
inline void poisson_sums(const LfadsArg* args, LfadsContext* context) {
  const float *a = static_cast<float*>(args[0].pointer), *x = static_cast<float*>(args[1].pointer);
  float* out = static_cast<float*>(args[2].pointer);
  const auto number = [=](int i) { return static_cast<int>(args[3 + i].number); };
  const int B = number(0), T = number(1), N = number(2), split = number(3), padded = round_up(N, VL);
  const size_t per_trial = static_cast<size_t>(6) * padded;
  const int groups = smaller(B, 16);
  double* totals = static_cast<double*>(context->scratch(context, sizeof(double) * per_trial * groups));
  float* trials = zeroed_scratch(context, per_trial * groups);
  set_bytes(totals, 0, sizeof(double) * per_trial * groups);
  const int count = smaller(groups, workers(context, static_cast<double>(B) * T * N, 65536));
  parallel(context, count, [=](int worker) {
    const Range mine = part(groups, count, worker);
    for (int group = mine.begin; group < mine.end; ++group) {
      const Range batch = part(B, groups, group);
      float* sums = trials + group * per_trial;
      double* total = totals + group * per_trial;
      for (int b = batch.begin; b < batch.end; ++b) {
        set_bytes(sums, 0, sizeof(float) * per_trial);
        for (int t = 0; t < T; ++t) {
          float* region = sums + (t < split ? 0 : 3 * padded);
          const size_t row = (static_cast<size_t>(b) * T + t) * N;
          for (int i = 0; i < N; i += VL) {
            const int left = N - i;
            const vf rate = left >= VL ? load(a + row + i) : load_part(a + row + i, left);
            const vf spikes = left >= VL ? load(x + row + i) : load_part(x + row + i, left);
            store(region + i, load(region + i) + vexp(rate));
            store(region + padded + i, fma(spikes, rate, load(region + padded + i)));
            store(region + 2 * padded + i, load(region + 2 * padded + i) + spikes);
          }
        }
        for (size_t i = 0; i < per_trial; ++i) total[i] += static_cast<double>(sums[i]);
      }
    }
  });
  for (int region = 0; region < 2; ++region) {
    for (int i = 0; i < N; ++i) {
      for (int kind = 0; kind < 3; ++kind) {
        double sum = 0;
        for (int group = 0; group < groups; ++group) sum += totals[group * per_trial + (region * 3 + kind) * padded + i];
        out[(region * N + i) * 3 + kind] = static_cast<float>(sum);
      }
    }
  }
}

}  // namespace LFADS_ISA
