// The Node-API addon: picks the instruction set at run time, owns threads and scratch memory.
#include <node_api.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <vector>

#include "context.h"
#include "threads.h"

#define DECLARE_RUN(isa)                                                \
  namespace isa {                                                       \
  bool run(int kernel, const LfadsArg* args, LfadsContext* context);    \
  }
#if defined(__x86_64__)
DECLARE_RUN(lfads_avx512)
DECLARE_RUN(lfads_avx2)
#endif
DECLARE_RUN(lfads_baseline)

namespace {

constexpr size_t HUGE_PAGE = size_t{2} << 20;

void* allocate_aligned(size_t bytes) {
  const bool large = bytes >= 2 * HUGE_PAGE;
  const size_t unit = large ? HUGE_PAGE : 64;
  void* p = aligned_alloc(unit, (bytes + unit - 1) / unit * unit);
#if defined(__linux__)
  if (p && large) madvise(p, bytes, MADV_HUGEPAGE);
#endif
  return p;
}

/** Scratch memory: blocks handed out from the front; after a call that needed several, the next starts with one of their size. */
class Arena {
 public:
  void* take(size_t bytes) {
    bytes = (bytes + 63) / 64 * 64;
    if (blocks_.empty() || used_ + bytes > blocks_.back().size) {
      const size_t size = bytes > MINIMUM ? bytes : MINIMUM;
      blocks_.push_back({static_cast<char*>(allocate_aligned(size)), size});
      if (!blocks_.back().data) abort();
      used_ = 0;
    }
    char* p = blocks_.back().data + used_;
    used_ += bytes;
    return p;
  }
  void reset() {
    used_ = 0;
    if (blocks_.size() < 2) return;
    size_t total = 0;
    for (const Block& block : blocks_) {
      total += block.size;
      free(block.data);
    }
    blocks_.clear();
    take(total);
    used_ = 0;
  }

 private:
  static constexpr size_t MINIMUM = size_t{1} << 20;
  struct Block {
    char* data;
    size_t size;
  };
  std::vector<Block> blocks_;
  size_t used_ = 0;
};

struct Isa {
  const char* name;
  LfadsRun run;
  bool available;
};
std::vector<Isa> instruction_sets() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  return {{"avx512", lfads_avx512::run, avx512}, {"avx2", lfads_avx2::run, avx2}, {"baseline", lfads_baseline::run, true}};
#else
  return {{"baseline", lfads_baseline::run, true}};
#endif
}

struct Host {
  pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  Arena arena;
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
  pthread_mutex_lock(&host.lock);
  bool known;
  {
    lfads_host::FlushDenormals flush;
    known = host.run && host.run(static_cast<int>(kernel), args, &host.context);
  }
  host.arena.reset();
  pthread_mutex_unlock(&host.lock);
  return known ? nullptr : fail(env, "unknown kernel, or no instruction set was chosen");
}

/** instructionSets(): the names that this machine can run, best first. */
napi_value list_instruction_sets(napi_env env, napi_callback_info) {
  napi_value list;
  napi_create_array(env, &list);
  unsigned at = 0;
  for (const Isa& isa : instruction_sets()) {
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
  for (const Isa& isa : instruction_sets()) {
    if (!isa.available || strcmp(isa.name, name) != 0) continue;
    Host& host = Host::host();
    pthread_mutex_lock(&host.lock);
    host.run = isa.run;
    host.context.threads = threads > 0 ? threads : 1;
    pthread_mutex_unlock(&host.lock);
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
  void* data = allocate_aligned(static_cast<size_t>(bytes));
  if (!data) return fail(env, "out of memory");
  napi_value buffer;
  const auto release = [](napi_env, void* memory, void*) { free(memory); };
  if (napi_create_external_arraybuffer(env, data, static_cast<size_t>(bytes), release, nullptr, &buffer) != napi_ok) {
    free(data);
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
  return exports;
}

}  // namespace

NAPI_MODULE(NODE_GYP_MODULE_NAME, initialise)
