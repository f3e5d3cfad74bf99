// The addon's memory: aligned blocks, and scratch memory that lives for one kernel's call.
#pragma once
#include <stddef.h>

#include <vector>

namespace lfads_host {

/** At least 64-byte aligned, not cleared; null where there is none. */
void* allocate_aligned(size_t bytes);
void free_aligned(void* memory);

/** Scratch memory: blocks handed out from the front; after a call that needed several, the next starts with one of their size. */
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();
  void* take(size_t bytes);
  void reset();

 private:
  struct Block {
    char* data;
    size_t size;
  };
  void release();
  std::vector<Block> blocks_;
  size_t used_ = 0;
};

}  // namespace lfads_host
