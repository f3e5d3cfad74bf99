// Vectors as plain arrays in standard C++17, for compilers and processors that vectors_gnu.h does not serve.
#pragma once
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LFADS_INLINE static inline
#define LFADS_INLINE_LAMBDA

namespace LFADS_ISA {

constexpr int VL = 4;

/** What a lane's arithmetic is done in: whole numbers wrap around. */
template <class T>
struct Arithmetic {
  typedef T Type;
};
template <>
struct Arithmetic<int32_t> {
  typedef uint32_t Type;
};

template <class T>
struct Lanes {
  typedef typename Arithmetic<T>::Type A;
  T lane[VL];
  Lanes() : lane{} {}
  Lanes(T s) {
    for (int i = 0; i < VL; ++i) lane[i] = s;
  }
  T operator[](int i) const { return lane[i]; }
  T& operator[](int i) { return lane[i]; }

  friend Lanes operator+(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x + y; }); }
  friend Lanes operator-(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x - y; }); }
  friend Lanes operator*(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x * y; }); }
  friend Lanes operator/(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x / y; }); }
  friend Lanes operator-(const Lanes& a) { return map(a, a, [](A x, A) { return -x; }); }
  friend Lanes operator&(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x & y; }); }
  friend Lanes operator|(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x | y; }); }
  friend Lanes operator^(const Lanes& a, const Lanes& b) { return map(a, b, [](A x, A y) { return x ^ y; }); }
  friend Lanes operator~(const Lanes& a) { return map(a, a, [](A x, A) { return ~x; }); }
  friend Lanes operator<<(const Lanes& a, int bits) { return map(a, a, [=](A x, A) { return x << bits; }); }
  friend Lanes operator>>(const Lanes& a, int bits) {
    Lanes r;
    for (int i = 0; i < VL; ++i) r.lane[i] = a.lane[i] >> bits;
    return r;
  }
  Lanes& operator+=(const Lanes& b) { return *this = *this + b; }
  Lanes& operator-=(const Lanes& b) { return *this = *this - b; }
  Lanes& operator*=(const Lanes& b) { return *this = *this * b; }

  friend Lanes<int32_t> operator<(const Lanes& a, const Lanes& b) { return compare(a, b, [](T x, T y) { return x < y; }); }
  friend Lanes<int32_t> operator>(const Lanes& a, const Lanes& b) { return compare(a, b, [](T x, T y) { return x > y; }); }
  friend Lanes<int32_t> operator<=(const Lanes& a, const Lanes& b) { return compare(a, b, [](T x, T y) { return x <= y; }); }
  friend Lanes<int32_t> operator>=(const Lanes& a, const Lanes& b) { return compare(a, b, [](T x, T y) { return x >= y; }); }
  friend Lanes<int32_t> operator==(const Lanes& a, const Lanes& b) { return compare(a, b, [](T x, T y) { return x == y; }); }
  friend Lanes<int32_t> operator!=(const Lanes& a, const Lanes& b) { return compare(a, b, [](T x, T y) { return x != y; }); }

  template <class F>
  static Lanes map(const Lanes& a, const Lanes& b, F f) {
    Lanes r;
    for (int i = 0; i < VL; ++i) r.lane[i] = static_cast<T>(f(static_cast<A>(a.lane[i]), static_cast<A>(b.lane[i])));
    return r;
  }
  /** -1 where true, 0 where false. */
  template <class F>
  static Lanes<int32_t> compare(const Lanes& a, const Lanes& b, F f) {
    Lanes<int32_t> r;
    for (int i = 0; i < VL; ++i) r[i] = -static_cast<int32_t>(f(a.lane[i], b.lane[i]));
    return r;
  }
};
typedef Lanes<float> vf;
typedef Lanes<int32_t> vi;
typedef Lanes<uint32_t> vu;

template <class To, class From>
LFADS_INLINE To same_bits(const From& v) {
  static_assert(sizeof(To) == sizeof(From), "the same bits need the same size");
  To r;
  memcpy(r.lane, v.lane, sizeof(r.lane));
  return r;
}
LFADS_INLINE vf load(const float* p) {
  vf v;
  for (int i = 0; i < VL; ++i) v[i] = p[i];
  return v;
}
LFADS_INLINE void store(float* p, const vf& v) {
  for (int i = 0; i < VL; ++i) p[i] = v[i];
}
LFADS_INLINE vu load_words(const uint32_t* p) {
  vu v;
  for (int i = 0; i < VL; ++i) v[i] = p[i];
  return v;
}
LFADS_INLINE vf all(float s) { return vf(s); }
LFADS_INLINE vf pick(const vi& mask, const vf& yes, const vf& no) {
  vf v;
  for (int i = 0; i < VL; ++i) v[i] = mask[i] ? yes[i] : no[i];
  return v;
}

LFADS_INLINE vi as_int(const vf& v) { return same_bits<vi>(v); }
LFADS_INLINE vi as_int(const vu& v) { return same_bits<vi>(v); }
LFADS_INLINE vf as_float(const vi& v) { return same_bits<vf>(v); }
LFADS_INLINE vf to_float(const vi& v) {
  vf r;
  for (int i = 0; i < VL; ++i) r[i] = static_cast<float>(v[i]);
  return r;
}

LFADS_INLINE vf fma(const vf& a, const vf& b, const vf& c) { return a * b + c; }

/** Bytes 0 or 1 as floats 0 or 1. */
LFADS_INLINE vf load_mask(const uint8_t* p) {
  vf v;
  for (int i = 0; i < VL; ++i) v[i] = static_cast<float>(p[i]);
  return v;
}

LFADS_INLINE void copy_bytes(void* to, const void* from, size_t bytes) { memcpy(to, from, bytes); }
LFADS_INLINE void set_bytes(void* to, int byte, size_t bytes) { memset(to, byte, bytes); }
LFADS_INLINE float square_root(float x) { return sqrtf(x); }
LFADS_INLINE double square_root(double x) { return sqrt(x); }

}  // namespace LFADS_ISA
