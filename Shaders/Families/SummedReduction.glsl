// The sum of TERM(x) over the folded axes, then FINISH(sum, count). Of floats a row by the invocations of
// Rows.glsl, in the order of summation; with CHUNKED the sum of one piece of p.chunk elements alone, and
// with OF_CHUNKS the rest. Integers wrap, in any order; in 64 bits where SUMS_IN_64_BITS is defined.
#ifdef IS_SUMMED
#include "Families/Rows.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"

uint x_start;
uint first_;

T_x term(uint k) {
  ELEMENT(x_offset, first_ + k, x_inner)
  T_x x = load_x(x_start + x_offset);
#ifdef OF_CHUNKS
  return x;
#else
  return TERM(x);
#endif
}

DEFINE_SUM(sumOf, T_x, term)

void main() {
  uint r = row();
  if (r >= p.count) return;
#ifdef CHUNKED
  first_ = r % p.chunks * p.chunk;
  ROW_START(start, r / p.chunks, x_outer)
  x_start = start;
  T_x sum = sumOf(min(p.chunk, p.extent - first_));
  if (lane() == 0u) store_y(r, sum);
#else
  first_ = 0u;
  ROW_START(start, r, x_outer)
  x_start = start;
  T_x sum = sumOf(p.extent);
  if (lane() == 0u) store_y(r, T_y(FINISH(sum, p.fold_count)));
#endif
}
#else
#include "Families/Exchange.glsl"
#ifdef SUMS_IN_64_BITS
#if T_x_IS_UINT
#define A uint64_t
#else
#define A int64_t
#endif
#else
#define A T_x
#endif
A start() { return A(0); }
A fold(A a, T_x x, uint k) { return a + TERM(A(x)); }
A merge(A a, A b) { return a + b; }
#if T_x_IS_LONG || defined(SUMS_IN_64_BITS)
DEFINE_LONG_EXCHANGE(A)
#else
DEFINE_EXCHANGE(A)
#endif
T_y finish(A a, uint count) { return T_y(FINISH(a, count)); }
#include "Families/Reduction.glsl"
#endif
