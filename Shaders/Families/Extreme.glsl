// The extreme of a fold, where BEFORE(a, b) says that a is more extreme. NaN stays.
#if T_x_IS_FLOAT
#define A T_x
A start() { return A(WORST_F32); }
A fold(A a, T_x x) { return BEFORE(x, a) || x != x ? x : a; }
T_y finish(A a, uint count) { return T_y(a); }
#elif T_x_IS_BOOL
#define A uint
A start() { return WORST_BOOL; }
A fold(A a, T_x x) { return BEFORE(uint(x), a) ? uint(x) : a; }
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
A fold(A a, T_x x) { return BEFORE(x, a) ? x : a; }
T_y finish(A a, uint count) { return T_y(a); }
#define STARTS_FROM_FIRST
#endif
#include "Families/Reduction.glsl"
