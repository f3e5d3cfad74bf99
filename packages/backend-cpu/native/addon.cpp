// The Node-API addon: picks the instruction set at run time, owns threads and scratch memory.
#include <node_api.h>
#include <string.h>

#include <mutex>

#include "context.h"
#include "instruction_sets.h"
#include "memory.h"
#include "threads.h"

namespace {

/** Raised with every change of the kernels' numbers or arguments: src/kernel-numbers.ts holds the same number. */
constexpr int KERNEL_ABI = 3;

struct Host {
  std::mutex lock;
  lfads_host::Arena arena;
  LfadsContext context{
      1, [](LfadsContext* self, int count, void (*task)(void*, int), void* data) { lfads_host::run_parallel(self->threads, count, task, data); },
      [](LfadsContext*, size_t bytes) { return host().arena.take(bytes); }};
  LfadsRun run = nullptr;
  static Host& host() {
    static Host* const one = new Host();
    return *one;
  }
};

napi_value fail(napi_env env, const char* message) {
  napi_throw_error(env, "LFADS_CPU_ADDON", message);
  return nullptr;
}

constexpr size_t MOST_ARGS = 80;

/** run(kernel, ...args): typed arrays, numbers, or null for an absent array. */
napi_value run(napi_env env, napi_callback_info info) {
  size_t count = MOST_ARGS;
  napi_value values[MOST_ARGS];
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  if (count > MOST_ARGS) return fail(env, "too many arguments");
  LfadsArg args[MOST_ARGS];
  double kernel = -1;
  napi_get_value_double(env, values[0], &kernel);
  for (size_t i = 1; i < count; ++i) {
    LfadsArg& to = args[i - 1];
    if (napi_get_value_double(env, values[i], &to.number) == napi_ok) continue;
    to.pointer = nullptr;
    bool typed = false;
    napi_is_typedarray(env, values[i], &typed);
    if (typed) {
      size_t length;
      if (napi_get_typedarray_info(env, values[i], nullptr, &length, &to.pointer, nullptr, nullptr) != napi_ok) {
        return fail(env, "an argument's memory cannot be reached");
      }
    }
  }
  Host& host = Host::host();
  const std::lock_guard<std::mutex> alone(host.lock);
  bool known;
  {
    lfads_host::FlushDenormals flush;
    known = host.run && host.run(static_cast<int>(kernel), args, &host.context);
  }
  host.arena.reset();
  return known ? nullptr : fail(env, "unknown kernel, or no instruction set was chosen");
}

/** instructionSets(): the names that this machine can run, best first. */
napi_value list_instruction_sets(napi_env env, napi_callback_info) {
  napi_value list;
  napi_create_array(env, &list);
  unsigned at = 0;
  for (const lfads_host::InstructionSet& isa : lfads_host::instruction_sets()) {
    if (!isa.available) continue;
    napi_value name;
    napi_create_string_utf8(env, isa.name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, list, at++, name);
  }
  return list;
}

/** configure(instructionSet, threads) */
napi_value configure(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value values[2];
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  char name[32] = "";
  size_t length;
  napi_get_value_string_utf8(env, values[0], name, sizeof(name), &length);
  int32_t threads = 1;
  napi_get_value_int32(env, values[1], &threads);
  for (const lfads_host::InstructionSet& isa : lfads_host::instruction_sets()) {
    if (!isa.available || strcmp(isa.name, name) != 0) continue;
    Host& host = Host::host();
    const std::lock_guard<std::mutex> alone(host.lock);
    host.run = isa.run;
    host.context.threads = threads > 0 ? threads : 1;
    return nullptr;
  }
  return fail(env, "unknown or unavailable instruction set");
}

/** allocate(bytes): an aligned ArrayBuffer, not cleared. */
napi_value allocate(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  double bytes = 0;
  napi_get_value_double(env, value, &bytes);
  void* data = lfads_host::allocate_aligned(static_cast<size_t>(bytes));
  if (!data) return fail(env, "out of memory");
  napi_value buffer;
  const auto release = [](napi_env, void* memory, void*) { lfads_host::free_aligned(memory); };
  if (napi_create_external_arraybuffer(env, data, static_cast<size_t>(bytes), release, nullptr, &buffer) != napi_ok) {
    lfads_host::free_aligned(data);
    return fail(env, "external array buffers are not allowed here");
  }
  return buffer;
}

napi_value initialise(napi_env env, napi_value exports) {
  const struct {
    const char* name;
    napi_callback function;
  } entries[] = {{"run", run}, {"instructionSets", list_instruction_sets}, {"configure", configure}, {"allocate", allocate}};
  for (const auto& entry : entries) {
    napi_value function;
    napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.function, nullptr, &function);
    napi_set_named_property(env, exports, entry.name, function);
  }
  napi_value abi;
  napi_create_int32(env, KERNEL_ABI, &abi);
  napi_set_named_property(env, exports, "kernelAbi", abi);
  return exports;
}

}  // namespace

NAPI_MODULE(NODE_GYP_MODULE_NAME, initialise)
