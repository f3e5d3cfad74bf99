#include "threads.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#if defined(__x86_64__) || defined(_M_X64)
#define LFADS_X64
#include <immintrin.h>
#endif

namespace lfads_host {

static unsigned long long read_float_control() {
#if defined(LFADS_X64)
  return _mm_getcsr();
#elif defined(__aarch64__)
  unsigned long long value;
  __asm__ volatile("mrs %0, fpcr" : "=r"(value));
  return value;
#else
  return 0;
#endif
}
static void write_float_control(unsigned long long value) {
#if defined(LFADS_X64)
  _mm_setcsr(static_cast<unsigned>(value));
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(value));
#else
  (void)value;
#endif
}
#if defined(LFADS_X64)
static const unsigned long long FLUSH_BITS = 0x8040;  // flush to zero, denormals are zero
#else
static const unsigned long long FLUSH_BITS = 1ull << 24;
#endif
FlushDenormals::FlushDenormals() : saved_(read_float_control()) { write_float_control(saved_ | FLUSH_BITS); }
FlushDenormals::~FlushDenormals() { write_float_control(saved_); }

static inline void relax() {
#if defined(LFADS_X64)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

struct Job {
  int threads, count;
  void (*task)(void*, int);
  void* data;
};

/** All of it lives as long as the process: its threads may outlast static destructors. */
struct Pool {
  std::mutex lock;
  std::condition_variable wake;
  std::atomic<unsigned> round{0};
  std::atomic<int> busy{0};
  std::atomic<int> sleeping{0};
  Job job{};
  int started = 1;
};
static Pool& pool() {
  static Pool* const one = new Pool();
  return *one;
}

constexpr std::chrono::microseconds AWAKE{1000};
constexpr std::chrono::microseconds PAUSE{20};

static void wait_for_round(Pool& p, unsigned seen) {
  const auto until = std::chrono::steady_clock::now() + AWAKE;
  do {
    for (int i = 0; i < 64; ++i) {
      if (p.round.load(std::memory_order_acquire) != seen) return;
      relax();
    }
    std::this_thread::yield();
  } while (std::chrono::steady_clock::now() < until);
  std::unique_lock<std::mutex> lock(p.lock);
  p.sleeping.fetch_add(1);
  p.wake.wait(lock, [&] { return p.round.load() != seen; });
  p.sleeping.fetch_sub(1);
}

static void run_share(const Job& job, int thread) {
  for (int i = thread; i < job.count; i += job.threads) job.task(job.data, i);
}

static void work(int thread, unsigned seen) {
  Pool& p = pool();
  FlushDenormals flush;
  for (;; ++seen) {
    wait_for_round(p, seen);
    if (thread < p.job.threads) run_share(p.job, thread);
    p.busy.fetch_sub(1, std::memory_order_release);
  }
}

/** Starts what is missing; stays with fewer where the system gives no more. */
static void grow(Pool& p, int threads) {
  for (; p.started < threads; ++p.started) {
    try {
      std::thread(work, p.started, p.round.load()).detach();
    } catch (const std::system_error&) {
      return;
    }
  }
}

void run_parallel(int threads, int count, void (*task)(void*, int), void* data) {
  Pool& p = pool();
  grow(p, threads);
  p.job = {threads < p.started ? threads : p.started, count, task, data};
  if (p.job.threads == 1) return run_share(p.job, 0);
  p.busy.store(p.started - 1);
  p.round.fetch_add(1);
  if (p.sleeping.load() > 0) {
    const std::lock_guard<std::mutex> lock(p.lock);
    p.wake.notify_all();
  }
  run_share(p.job, 0);
  for (int turns = 1; p.busy.load(std::memory_order_acquire) > 0; ++turns) {
    relax();
    if (turns % 64 == 0) std::this_thread::yield();
    if (turns > 20000) std::this_thread::sleep_for(PAUSE);
  }
}

}  // namespace lfads_host
