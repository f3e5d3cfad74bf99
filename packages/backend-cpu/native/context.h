// What the host (the addon or the WebAssembly module) gives the kernels: threads, scratch memory, arguments.
#pragma once
#include <stddef.h>

/** One argument of a kernel: an array's address (null where it is absent) or a number. */
union LfadsArg {
  void* pointer;
  double number;
};

struct LfadsContext {
  int threads;
  /** Runs task(data, i) for i in 0..count-1 and waits for all; each i on a thread of its own where there are enough. */
  void (*parallel)(LfadsContext* self, int count, void (*task)(void* data, int i), void* data);
  /** Scratch memory until the kernel returns, 64-byte aligned, not cleared; not to be called inside `parallel`. */
  void* (*scratch)(LfadsContext* self, size_t bytes);
};

/** Runs one kernel; false where the number is unknown. */
typedef bool (*LfadsRun)(int kernel, const LfadsArg* args, LfadsContext* context);
