// The WebAssembly host: what a call needs for itself lies in chunks of the memory that its embedder hands out.
#include "context.h"
#include "wasm_threads.h"

namespace lfads_wasm {
bool run(int kernel, const LfadsArg* args, LfadsContext* context);
}

extern "C" {

/** The next chunk of at least `bytes`, until the embedder begins anew; throws where there is none. */
__attribute__((import_module("env"), import_name("more_scratch"))) char* more_scratch(size_t bytes);
__attribute__((import_module("env"), import_name("scratch_end"))) char* scratch_end();

static char *next, *end;

/** Scratch memory begins anew, with the chunk from `begin`. */
__attribute__((export_name("lfads_scratch"))) void lfads_scratch(char* chunk, char* chunk_end) {
  next = chunk;
  end = chunk_end;
}

/** Takes `bytes` (64-byte aligned) until scratch memory begins anew. */
__attribute__((export_name("lfads_take"))) void* lfads_take(size_t bytes) {
  const size_t whole = (bytes + 63) / 64 * 64;
  if (whole > static_cast<size_t>(end - next)) {
    next = more_scratch(whole);
    end = scratch_end();
  }
  char* const taken = next;
  next += whole;
  return taken;
}

/** 0: done; 1: unknown kernel. */
__attribute__((export_name("lfads_run"))) int lfads_run(int kernel, const LfadsArg* args, int threads) {
  LfadsContext context{threads,
                       [](LfadsContext* self, int count, void (*task)(void*, int), void* data) {
                         lfads_host::run_parallel(self->threads, count, task, data);
                       },
                       [](LfadsContext*, size_t bytes) { return lfads_take(bytes); }};
  return lfads_wasm::run(kernel, args, &context) ? 0 : 1;
}

void* memset(void* to, int byte, size_t n) {
  unsigned char* p = static_cast<unsigned char*>(to);
  for (size_t i = 0; i < n; ++i) p[i] = static_cast<unsigned char>(byte);
  return to;
}
}
