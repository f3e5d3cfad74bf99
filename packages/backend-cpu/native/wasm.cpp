// The WebAssembly host: one thread; everything a call needs lies in the memory above the module's own data.
#include "context.h"

typedef decltype(sizeof(0)) size;

namespace lfads_wasm {
bool run(int kernel, const LfadsArg* args, LfadsContext* context);
}

extern "C" {

extern unsigned char __heap_base;

static size used;

/** Takes `bytes` (64-byte aligned) until the next `lfads_reset`; 0 where the memory cannot grow. */
__attribute__((export_name("lfads_take"))) void* lfads_take(size bytes) {
  const size begin = (reinterpret_cast<size>(&__heap_base) + used + 63) / 64 * 64;
  const size end = begin + bytes;
  const size have = __builtin_wasm_memory_size(0) * 65536;
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + 65535) / 65536) == static_cast<size>(-1)) {
    return nullptr;
  }
  used = end - reinterpret_cast<size>(&__heap_base);
  return reinterpret_cast<void*>(begin);
}
__attribute__((export_name("lfads_reset"))) void lfads_reset() { used = 0; }

/** 0: done; 1: unknown kernel. Traps where scratch memory runs out. */
__attribute__((export_name("lfads_run"))) int lfads_run(int kernel, const LfadsArg* args) {
  LfadsContext context{1,
                       [](LfadsContext*, int count, void (*task)(void*, int), void* data) {
                         for (int i = 0; i < count; ++i) task(data, i);
                       },
                       [](LfadsContext*, size_t bytes) -> void* {
                         void* const p = lfads_take(bytes);
                         if (!p) __builtin_trap();
                         return p;
                       }};
  return lfads_wasm::run(kernel, args, &context) ? 0 : 1;
}

void* memset(void* to, int byte, size n) {
  unsigned char* p = static_cast<unsigned char*>(to);
  for (size i = 0; i < n; ++i) p[i] = static_cast<unsigned char>(byte);
  return to;
}
}
