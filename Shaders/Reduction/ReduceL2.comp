#if T_x_IS_FLOAT
#define TERM(x) ((x) * (x))
#define FINISH(sum, count) sqrt(sum)
#include "Families/SummedReduction.glsl"
#else
// Of integers the integer part: squares of 64 bits are summed in 128, up to the greatest number of those.
struct A {
  uint64_t low;
  uint64_t high;
};

A start() { return A(0ul, 0ul); }

A square(uint64_t x) {
  uint64_t low = x & 0xfffffffful;
  uint64_t high = x >> 32;
  uint64_t middle = low * high;
  uint64_t sum = low * low + (middle << 33);
  return A(sum, high * high + (middle >> 31) + (sum < low * low ? 1ul : 0ul));
}

A fold(A a, T_x x, uint k) {
  A term = square(x < T_x(0) ? uint64_t(0) - uint64_t(x) : uint64_t(x));
  uint64_t low = a.low + term.low;
  uint64_t carry = low < term.low ? 1ul : 0ul;
  uint64_t high = a.high + term.high;
  bool overflows = high < term.high || high + carry < high;
  return overflows ? A(~0ul, ~0ul) : A(low, high + carry);
}

T_y finish(A a, uint count) {
  uint64_t root = 0ul;
  LOOP(step, 0u, 64u) {
    uint64_t trial = root | 1ul << (63u - step);
    A taken = square(trial);
    bool fits = taken.high < a.high || (taken.high == a.high && taken.low <= a.low);
    root = fits ? trial : root;
  }
#if T_x_IS_INT
  root = min(root, 0x7ffffffffffffffful);
#endif
  return T_y(root);
}
#include "Families/Reduction.glsl"
#endif
