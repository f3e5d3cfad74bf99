// A small pool of threads that wait awake for a moment before they sleep.
#pragma once
#include "context.h"

namespace lfads_host {

/** Runs task(data, i) for 0 <= i < count, i modulo `threads` deciding the thread; the caller is thread 0. */
void run_parallel(int threads, int count, void (*task)(void*, int), void* data);

/** Flushes denormals to zero in this thread while it lives. */
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();

 private:
  unsigned long long saved_;
};

}  // namespace lfads_host
