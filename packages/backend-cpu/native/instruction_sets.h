// The kernels' builds that this binary holds.
#pragma once
#include <vector>

#include "context.h"

namespace lfads_host {

struct InstructionSet {
  const char* name;
  LfadsRun run;
  bool available;  // this processor has it
};

/** Best first; the last one runs everywhere. */
std::vector<InstructionSet> instruction_sets();

}  // namespace lfads_host
