#include "machine.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../memory.h"
#include "../threads.h"

namespace lfads_tests {

static std::vector<void*> blocks;

/** Each block an allocation of its own, filled with NaN: what is read before it is written shows in the results. */
static void* scratch(LfadsContext*, size_t bytes) {
  void* block = nullptr;
  if (posix_memalign(&block, 64, bytes) != 0) abort();
  memset(block, 0xff, bytes);
  blocks.push_back(block);
  return block;
}

Machine::Machine(const lfads_host::InstructionSet& isa, int threads)
    : isa_(isa),
      context_{threads,
               [](LfadsContext* self, int count, void (*task)(void*, int), void* data) {
                 lfads_host::run_parallel(self->threads, count, task, data);
               },
               scratch} {}

std::string Machine::name() const { return std::string(isa_.name) + ", threads " + std::to_string(context_.threads); }

void Machine::run(Kernel kernel, const LfadsArg* arguments) {
  const lfads_host::FlushDenormals flush;
  if (!isa_.run(kernel, arguments, &context_)) {
    fprintf(stderr, "%s has no kernel %d\n", isa_.name, kernel);
    abort();
  }
  for (void* block : blocks) free(block);
  blocks.clear();
}

}  // namespace lfads_tests
