#include "memory.h"

#include <stdlib.h>
#if defined(_WIN32)
#include <malloc.h>
#elif defined(__linux__)
#include <sys/mman.h>
#endif

namespace lfads_host {

constexpr size_t HUGE_PAGE = size_t{2} << 20;
constexpr size_t SMALLEST_BLOCK = size_t{1} << 20;

void* allocate_aligned(size_t bytes) {
  const bool large = bytes >= 2 * HUGE_PAGE;
  const size_t unit = large ? HUGE_PAGE : 64;
  const size_t whole = (bytes + unit - 1) / unit * unit;
#if defined(_WIN32)
  return _aligned_malloc(whole, unit);
#else
  void* p = aligned_alloc(unit, whole);
#if defined(__linux__)
  if (p && large) madvise(p, bytes, MADV_HUGEPAGE);
#endif
  return p;
#endif
}
void free_aligned(void* memory) {
#if defined(_WIN32)
  _aligned_free(memory);
#else
  free(memory);
#endif
}

Arena::~Arena() { release(); }

void* Arena::take(size_t bytes) {
  bytes = (bytes + 63) / 64 * 64;
  if (blocks_.empty() || used_ + bytes > blocks_.back().size) {
    const size_t size = bytes > SMALLEST_BLOCK ? bytes : SMALLEST_BLOCK;
    blocks_.push_back({static_cast<char*>(allocate_aligned(size)), size});
    if (!blocks_.back().data) abort();
    used_ = 0;
  }
  char* p = blocks_.back().data + used_;
  used_ += bytes;
  return p;
}

void Arena::reset() {
  used_ = 0;
  if (blocks_.size() < 2) return;
  size_t total = 0;
  for (const Block& block : blocks_) total += block.size;
  release();
  take(total);
  used_ = 0;
}

void Arena::release() {
  for (const Block& block : blocks_) free_aligned(block.data);
  blocks_.clear();
}

}  // namespace lfads_host
