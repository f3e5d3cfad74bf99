// Arrays that end where their allocation ends, so that AddressSanitizer sees the first byte read or written too far.
#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

namespace lfads_tests {

/** n values at an address that no vector is aligned to; of size 0 it is absent. */
template <class T>
class Array {
 public:
  Array() = default;
  explicit Array(int n, T value = T()) : values_(static_cast<size_t>(n) + 1, value) {}
  T* data() const { return values_.empty() ? nullptr : const_cast<T*>(values_.data()) + 1; }
  int size() const { return values_.empty() ? 0 : static_cast<int>(values_.size()) - 1; }
  T& operator[](int i) const { return data()[i]; }
  std::vector<double> doubles() const { return std::vector<double>(data(), data() + size()); }

 private:
  std::vector<T> values_;
};
typedef Array<float> Floats;
typedef Array<double> Doubles;
typedef Array<uint8_t> Bytes;

/** Memory for results: NaN until something is written. */
inline Floats blank(int n) { return Floats(n, std::nanf("")); }
inline Doubles blank_doubles(int n) { return Doubles(n, std::nan("")); }

/** A fixed series of draws in [-1, 1), the same for every instruction set. */
class Series {
 public:
  explicit Series(uint32_t seed) : state_(seed * 7919u + 17u) {}
  double next() {
    state_ = state_ * 1664525u + 1013904223u;
    return state_ / 2147483648.0 - 1;
  }
  Floats floats(int n, double scale = 1, double middle = 0) {
    Floats values(n);
    for (int i = 0; i < n; ++i) values[i] = static_cast<float>(middle + scale * next());
    return values;
  }
  /** Bytes 1 for about seven of ten, else 0. */
  Bytes mask(int n) {
    Bytes values(n);
    for (int i = 0; i < n; ++i) values[i] = next() < 0.4;
    return values;
  }
  Floats counts(int n) {
    Floats values(n);
    for (int i = 0; i < n; ++i) values[i] = static_cast<float>(std::floor(2.5 + 2.5 * next()));
    return values;
  }

 private:
  uint32_t state_;
};

}  // namespace lfads_tests
