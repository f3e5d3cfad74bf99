#include "cases.h"

namespace lfads_tests {
namespace {

Results poisson(Machine& machine, int B, int T, int N) {
  Series series(6);
  const int n = B * T * N, t_mask = T > 1 ? T - 1 : 1, n_mask = N > 1 ? N - 1 : 1;
  const Floats a = series.floats(n, 2), x = series.counts(n), dy = series.floats(n), one = series.floats(1);
  const Bytes mask = series.mask(B * t_mask * n_mask);
  const Floats loss = blank(n), da = blank(n), sum = blank(1), d_sum = blank(n), d_masked = blank(n), sums = blank(6 * N);
  machine.call(POISSON_NLL, a, x, loss, n);
  machine.call(POISSON_NLL_GRADIENT, a, x, dy, da, n);
  machine.call(POISSON_NLL_SUM, a, x, sum, n, 0.5);
  machine.call(POISSON_NLL_SUM_GRADIENT, a, x, one, Bytes(), d_sum, B, T, N, 0, 0, 0.5);
  machine.call(POISSON_NLL_SUM_GRADIENT, a, x, one, mask, d_masked, B, T, N, t_mask, n_mask, 0.5);
  machine.call(POISSON_SUMS, a, x, sums, B, T, N, T / 2);
  return {{"loss", loss}, {"da", da}, {"sum", sum}, {"d sum", d_sum}, {"d masked sum", d_masked}, {"sums", sums}};
}

Results normal_kl(Machine& machine, int rows, int D) {
  Series series(7);
  const Floats mean = series.floats(rows * D), std = series.floats(rows * D, 0.4, 0.6), prior = series.floats(D), logvar = series.floats(D);
  const Floats dy = series.floats(1), kl = blank(1), d_mean = blank(rows * D), d_std = blank(rows * D), d_prior = blank(D), d_logvar = blank(D);
  machine.call(NORMAL_KL, mean, std, prior, logvar, kl, rows, D, 0.3);
  machine.call(NORMAL_KL_GRADIENT, mean, std, prior, logvar, dy, d_mean, d_std, d_prior, d_logvar, rows, D, 0.3);
  return {{"kl", kl}, {"d mean", d_mean}, {"d std", d_std}, {"d prior mean", d_prior}, {"d prior logvar", d_logvar}};
}

Results ar_normal_kl(Machine& machine, int B, int T, int D) {
  Series series(8);
  const int n = B * T * D;
  const Floats mean = series.floats(n), std = series.floats(n, 0.4, 0.6), noise = series.floats(n), constants = series.floats(3 * D, 0.4, 0.5);
  const Floats d_mean = blank(n), d_std = blank(n);
  const Doubles kl = blank_doubles(1), sums = blank_doubles(3 * D);
  machine.call(AR_NORMAL_KL, mean, std, noise, constants, kl, B, T, D);
  machine.call(AR_NORMAL_KL_GRADIENT, mean, std, noise, constants, d_mean, d_std, sums, B, T, D, 0.2);
  return {{"kl", kl}, {"d mean", d_mean}, {"d std", d_std}, {"sums", sums}};
}

Results controller_input(Machine& machine, int B, int S, int H) {
  Series series(9);
  const int before = 2, after = 1, lag = 1, ci_size = B * (before + S + after) * 2 * H;
  const Floats forward = series.floats(B * S * H), backward = series.floats(B * S * H), dy = series.floats(ci_size);
  const Floats ci = blank(ci_size), d_forward = blank(B * S * H), d_backward = blank(B * S * H);
  machine.call(CONTROLLER_INPUT, forward, backward, ci, B, S, H, lag, before, after);
  machine.call(CONTROLLER_INPUT_GRADIENT, dy, d_forward, d_backward, B, S, H, lag, before, after);
  return {{"ci", ci}, {"d forward", d_forward}, {"d backward", d_backward}};
}

}  // namespace

void add_loss_cases(std::vector<Case>& cases) {
  const int sizes[][3] = {{1, 1, 1}, {1, 6, 5}, {3, 1, 16}, {4, 7, 33}, {40, 70, 51}};
  for (const auto& s : sizes) {
    const int B = s[0], T = s[1], N = s[2];
    cases.push_back({named("Poisson", {B, T, N}), [=](Machine& machine) { return poisson(machine, B, T, N); }});
    cases.push_back({named("normal KL", {B * T, N}), [=](Machine& machine) { return normal_kl(machine, B * T, N); }});
    cases.push_back({named("AR(1) normal KL", {B, T, N}), [=](Machine& machine) { return ar_normal_kl(machine, B, T, N); }});
    cases.push_back({named("controller input", {B, T, N}), [=](Machine& machine) { return controller_input(machine, B, T, N); }});
  }
}

}  // namespace lfads_tests
