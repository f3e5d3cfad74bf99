// One AdamW step (Loshchilov & Hutter 2019) in PyTorch's order.
#pragma once
#include "math.h"
#include "parallel.h"

namespace LFADS_ISA {


struct AdamW {
  float keep, lr, beta1, fresh1, beta2, fresh2, epsilon, correction1, root_correction2, gradient_scale;
  struct State {
    vf p, m, v;
  };
  LFADS_INLINE State next(const AdamW& o, vf p, vf m, vf v, vf g) {
    g *= o.gradient_scale;
    m = fma(all(o.beta1), m, o.fresh1 * g);
    v = fma(all(o.beta2), v, o.fresh2 * g * g);
    const vf denominator = vsqrt(v) * o.root_correction2 + o.epsilon;
    return {p * o.keep - o.lr * (m * o.correction1) / denominator, m, v};
  }
};

/** args: p, m, v, g; p', m', v'; n, lr, beta1, beta2, epsilon, weight decay, step, gradient scale. */
inline void adamw(const LfadsArg* args, LfadsContext* context) {
  const auto f = [=](int i) { return static_cast<float*>(args[i].pointer); };
  const auto number = [=](int i) { return args[7 + i].number; };
  double power1 = 1, power2 = 1;
  {
    double base1 = number(2), base2 = number(3);
    for (unsigned long long k = static_cast<unsigned long long>(number(6)); k; k >>= 1, base1 *= base1, base2 *= base2) {
      if (k & 1) power1 *= base1, power2 *= base2;
    }
  }
  // 1 - beta in double: of a rounded beta2 near 1 it would be off by a hundred ulps.
  const AdamW o{static_cast<float>(1 - number(1) * number(5)), static_cast<float>(number(1)), static_cast<float>(number(2)),
                static_cast<float>(1 - number(2)), static_cast<float>(number(3)), static_cast<float>(1 - number(3)),
                static_cast<float>(number(4)), static_cast<float>(1 / (1 - power1)),
                static_cast<float>(1 / square_root(1 - power2)), static_cast<float>(number(7))};
  const float *p = f(0), *m = f(1), *v = f(2), *g = f(3);
  float *p_to = f(4), *m_to = f(5), *v_to = f(6);
  for_blocks(context, static_cast<size_t>(number(0)), [=](int, Span s) {
    size_t i = s.begin;
    for (; i + VL <= s.end; i += VL) {
      const AdamW::State next = AdamW::next(o, load(p + i), load(m + i), load(v + i), load(g + i));
      store(p_to + i, next.p);
      store(m_to + i, next.m);
      store(v_to + i, next.v);
    }
    const int left = static_cast<int>(s.end - i);
    if (!left) return;
    const AdamW::State next = AdamW::next(o, load_part(p + i, left), load_part(m + i, left), load_part(v + i, left), load_part(g + i, left));
    store_part(p_to + i, next.p, left);
    store_part(m_to + i, next.m, left);
    store_part(v_to + i, next.v, left);
  });
}

}  // namespace LFADS_ISA
