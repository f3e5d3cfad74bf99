#include "threads.h"

#include <pthread.h>
#include <time.h>

#include <atomic>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lfads_host {

static unsigned long long read_float_control() {
#if defined(__x86_64__)
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
#if defined(__x86_64__)
  _mm_setcsr(static_cast<unsigned>(value));
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(value));
#else
  (void)value;
#endif
}
#if defined(__x86_64__)
static const unsigned long long FLUSH_BITS = 0x8040;  // flush to zero, denormals are zero
#else
static const unsigned long long FLUSH_BITS = 1ull << 24;
#endif
FlushDenormals::FlushDenormals() : saved_(read_float_control()) { write_float_control(saved_ | FLUSH_BITS); }
FlushDenormals::~FlushDenormals() { write_float_control(saved_); }

static inline void relax() {
#if defined(__x86_64__)
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
  pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
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

static double seconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}
constexpr double AWAKE_SECONDS = 100e-6;

static void wait_for_round(Pool& p, unsigned seen) {
  const double until = seconds() + AWAKE_SECONDS;
  do {
    for (int i = 0; i < 64; ++i) {
      if (p.round.load(std::memory_order_acquire) != seen) return;
      relax();
    }
  } while (seconds() < until);
  pthread_mutex_lock(&p.lock);
  p.sleeping.fetch_add(1);
  while (p.round.load() == seen) pthread_cond_wait(&p.wake, &p.lock);
  p.sleeping.fetch_sub(1);
  pthread_mutex_unlock(&p.lock);
}

static void run_share(const Job& job, int thread) {
  for (int i = thread; i < job.count; i += job.threads) job.task(job.data, i);
}

struct Start {
  int thread;
  unsigned seen;
};
static void* work(void* data) {
  const Start start = *static_cast<Start*>(data);
  delete static_cast<Start*>(data);
  Pool& p = pool();
  FlushDenormals flush;
  for (unsigned seen = start.seen;; ++seen) {
    wait_for_round(p, seen);
    if (start.thread < p.job.threads) run_share(p.job, start.thread);
    p.busy.fetch_sub(1, std::memory_order_release);
  }
  return nullptr;
}

static void grow(Pool& p, int threads) {
  for (; p.started < threads; ++p.started) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    Start* start = new Start{p.started, p.round.load()};
    const int failed = pthread_create(&thread, &attributes, work, start);
    pthread_attr_destroy(&attributes);
    if (failed) {
      delete start;
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
    pthread_mutex_lock(&p.lock);
    pthread_cond_broadcast(&p.wake);
    pthread_mutex_unlock(&p.lock);
  }
  run_share(p.job, 0);
  for (int turns = 0; p.busy.load(std::memory_order_acquire) > 0; ++turns) {
    relax();
    if (turns > 20000) {
      const timespec pause{0, 20000};
      nanosleep(&pause, nullptr);
    }
  }
}

}  // namespace lfads_host
