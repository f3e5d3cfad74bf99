#include "wasm_threads.h"

namespace lfads_host {

struct Job {
  int threads, count;
  void (*task)(void*, int);
  void* data;
};
static Job job;

/** What the caller and one worker tell each other, on a cache line of its own. */
struct alignas(64) Slot {
  int round;  // counts the jobs given to this worker
  int done;   // the round it has finished
};
constexpr int MAX_THREADS = 256;
static Slot slots[MAX_THREADS];
/** Workers 1..ready of these wait for jobs. */
static int ready;
/** A browser's main thread may not sleep. */
static bool caller_may_sleep;

static int read(const int* number) { return __atomic_load_n(number, __ATOMIC_SEQ_CST); }

/** About 50 us: a sleeping thread takes as long to wake, and the next kernel mostly comes sooner. */
constexpr int SPINS = 50000;

/** Alone in a function: V8 11 (Node 20) overwrites a local variable when it waits, before it has optimised the function. */
__attribute__((noinline)) static void sleep_while(int* number, int old) { __builtin_wasm_memory_atomic_wait32(number, old, -1); }
__attribute__((noinline)) static void wake(int* number) { __builtin_wasm_memory_atomic_notify(number, MAX_THREADS); }

static void wait_while(int* number, int old, bool may_sleep) {
  for (int i = 0; i < SPINS || !may_sleep; ++i) {
    if (read(number) != old) return;
  }
  while (read(number) == old) sleep_while(number, old);
}
static void send(int* number, int value) {
  __atomic_store_n(number, value, __ATOMIC_SEQ_CST);
  wake(number);
}

static void run_share(int thread) {
  for (int i = thread; i < job.count; i += job.threads) job.task(job.data, i);
}

void run_parallel(int threads, int count, void (*task)(void*, int), void* data) {
  const int most = read(&ready) + 1;
  job = {threads < most ? threads : most, count, task, data};
  const int used = job.threads < count ? job.threads : count;
  for (int i = 1; i < used; ++i) send(&slots[i].round, slots[i].round + 1);
  run_share(0);
  for (int i = 1; i < used; ++i) wait_while(&slots[i].done, slots[i].round - 1, caller_may_sleep);
}

extern "C" {

/** A worker's life, on the stack its host has given it; workers report ready in their order. */
__attribute__((export_name("lfads_work"))) void lfads_work(int thread) {
  for (int seen = read(&ready); seen != thread - 1; seen = read(&ready)) sleep_while(&ready, seen);
  send(&ready, thread);
  Slot& slot = slots[thread];
  for (int seen = 0;; ++seen) {
    wait_while(&slot.round, seen, true);
    run_share(thread);
    send(&slot.done, seen + 1);
  }
}

/** Where the number of workers that wait for jobs stands in memory. */
__attribute__((export_name("lfads_ready"))) int* lfads_ready() { return &ready; }

__attribute__((export_name("lfads_let_caller_sleep"))) void lfads_let_caller_sleep() { caller_may_sleep = true; }
}

}  // namespace lfads_host
