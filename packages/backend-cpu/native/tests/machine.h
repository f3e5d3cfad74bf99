// One instruction set with a number of threads, and calls of its kernels.
#pragma once
#include <string>
#include <vector>

#include "../instruction_sets.h"
#include "arrays.h"

namespace lfads_tests {

/** The numbers of src/kernel-numbers.ts. */
enum Kernel {
  GRU_SEQUENCE, GRU_SEQUENCE_GRADIENT, LINEAR, LINEAR_GRADIENT, MATMUL, POISSON_NLL, POISSON_NLL_GRADIENT, POISSON_NLL_SUM,
  POISSON_NLL_SUM_GRADIENT, POISSON_SUMS, ADAMW, PHILOX, DECODER_SEQUENCE, DECODER_SEQUENCE_GRADIENT, MASK_SCALE, CONTROLLER_INPUT,
  CONTROLLER_INPUT_GRADIENT, NORMAL_KL, NORMAL_KL_GRADIENT, AR_NORMAL_KL, AR_NORMAL_KL_GRADIENT, SUM, UNARY, BINARY, LOGICAL_NOT,
  NORMALIZE_ROWS, NORMALIZE_ROWS_GRADIENT, KERNELS
};

class Machine {
 public:
  Machine(const lfads_host::InstructionSet& isa, int threads);
  std::string name() const;

  /** Runs a kernel on arrays and numbers, in its order. */
  template <class... Arguments>
  void call(Kernel kernel, const Arguments&... arguments) {
    const LfadsArg list[] = {argument(arguments)...};
    run(kernel, list);
  }

 private:
  template <class T>
  static LfadsArg argument(const Array<T>& array) {
    LfadsArg a;
    a.pointer = array.data();
    return a;
  }
  static LfadsArg argument(double number) {
    LfadsArg a;
    a.number = number;
    return a;
  }
  void run(Kernel kernel, const LfadsArg* arguments);

  lfads_host::InstructionSet isa_;
  LfadsContext context_;
};

}  // namespace lfads_tests
