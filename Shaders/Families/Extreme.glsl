// The extreme of a fold, where BEFORE(a, b) says that a is more extreme. NaN stays.
#include "Families/Exchange.glsl"
#if T_x_IS_FLOAT && LANES > 1
// Of zeros of both signs the first one counts, wherever it was found.
struct Extreme { T_x x; uint place; };
#define A Extreme
A start() { return A(T_x(WORST_F32), ~0u); }
A fold(A a, T_x x, uint k) { return BEFORE(x, a.x) || x != x ? A(x, k) : a; }
A merge(A a, A b) {
  if (a.x != a.x) return a;
  return b.x != b.x || BEFORE(b.x, a.x) || (b.x == a.x && b.place < a.place) ? b : a;
}
#ifndef COLUMNS
DEFINE_EXCHANGE(T_x)
A exchanged(A a, uint s) { return A(exchanged(a.x, s), subgroupShuffleXor(a.place, s)); }
#endif
T_y finish(A a, uint count) { return T_y(a.x); }
#elif T_x_IS_FLOAT
#define A T_x
A start() { return A(WORST_F32); }
A fold(A a, T_x x, uint k) { return BEFORE(x, a) || x != x ? x : a; }
T_y finish(A a, uint count) { return T_y(a); }
#elif T_x_IS_BOOL
#define A uint
A start() { return WORST_BOOL; }
A fold(A a, T_x x, uint k) { return BEFORE(uint(x), a) ? uint(x) : a; }
A merge(A a, A b) { return BEFORE(b, a) ? b : a; }
DEFINE_EXCHANGE(A)
T_y finish(A a, uint count) { return a != 0u; }
#else
#define A T_x
#if T_x_IS_INT
#define LEAST_INTEGER ((-9223372036854775807l - 1l) >> (64 - X_BITS))
#define GREATEST_INTEGER (9223372036854775807l >> (64 - X_BITS))
#else
#define LEAST_INTEGER 0ul
#define GREATEST_INTEGER (18446744073709551615ul >> (64 - X_BITS))
#endif
A start() { return A(WORST_INTEGER); }
A fold(A a, T_x x, uint k) { return BEFORE(x, a) ? x : a; }
A merge(A a, A b) { return BEFORE(b, a) ? b : a; }
#if T_x_IS_LONG
DEFINE_LONG_EXCHANGE(A)
#else
DEFINE_EXCHANGE(A)
#endif
T_y finish(A a, uint count) { return T_y(a); }
#define STARTS_FROM_FIRST
#endif
#include "Families/Reduction.glsl"
