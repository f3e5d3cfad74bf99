// Every kernel for one instruction set, by number (the numbers of src/kernel-numbers.ts).
#include "adamw.h"
#include "controller_input.h"
#include "decoder_gradient.h"
#include "elementwise.h"
#include "gru_gradient.h"
#include "gru_sequence.h"
#include "kl.h"
#include "linear.h"
#include "normalize.h"
#include "philox.h"
#include "poisson.h"
#include "posterior.h"

namespace LFADS_ISA {

typedef void (*Kernel)(const LfadsArg*, LfadsContext*);
static const Kernel table[] = {
    gru_sequence, gru_sequence_gradient, linear, linear_gradient, matmul, poisson_nll, poisson_nll_gradient, poisson_nll_sum,
    poisson_nll_sum_gradient, poisson_sums, adamw, philox, decoder_sequence, decoder_sequence_gradient,
    mask_scale, controller_input, controller_input_gradient, normal_kl, normal_kl_gradient, ar_normal_kl, ar_normal_kl_gradient,
    sum, unary, binary, logical_not, normalize_rows, normalize_rows_gradient, normal_parameters,
    normal_parameters_gradient, scaled_noise,
};

bool run(int kernel, const LfadsArg* args, LfadsContext* context) {
  if (kernel < 0 || kernel >= static_cast<int>(sizeof(table) / sizeof(table[0]))) return false;
  table[kernel](args, context);
  return true;
}

}  // namespace LFADS_ISA
