#include "instruction_sets.h"

#define DECLARE_RUN(isa)                                             \
  namespace isa {                                                    \
  bool run(int kernel, const LfadsArg* args, LfadsContext* context); \
  }
#if defined(__GNUC__) && defined(__x86_64__)
DECLARE_RUN(lfads_avx512)
DECLARE_RUN(lfads_avx2)
DECLARE_RUN(lfads_baseline)
#elif defined(__GNUC__) && defined(__aarch64__)
DECLARE_RUN(lfads_neon)
#elif defined(__GNUC__)
DECLARE_RUN(lfads_baseline)
#endif
DECLARE_RUN(lfads_scalar)

namespace lfads_host {

std::vector<InstructionSet> instruction_sets() {
#if defined(__GNUC__) && defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  return {{"avx512", lfads_avx512::run, avx512},
          {"avx2", lfads_avx2::run, avx2},
          {"baseline", lfads_baseline::run, true},
          {"scalar", lfads_scalar::run, true}};
#elif defined(__GNUC__) && defined(__aarch64__)
  return {{"neon", lfads_neon::run, true}, {"scalar", lfads_scalar::run, true}};
#elif defined(__GNUC__)
  return {{"baseline", lfads_baseline::run, true}, {"scalar", lfads_scalar::run, true}};
#else
  return {{"scalar", lfads_scalar::run, true}};
#endif
}

}  // namespace lfads_host
