// The WebAssembly module's threads: workers on the same memory, each waiting in a slot of its own for the next job.
#pragma once
#include "context.h"

namespace lfads_host {

/** Runs task(data, i) for 0 <= i < count, i modulo `threads` deciding the thread; the caller is thread 0. */
void run_parallel(int threads, int count, void (*task)(void*, int), void* data);

}  // namespace lfads_host
