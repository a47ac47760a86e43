// One element type to another. ENCODE writes the small floats, whose range and rounding rules are
// the node's.
T_y f(T_x x) {
#if T_y_IS_BOOL && T_x_IS_BOOL
  return x;
#elif T_y_IS_BOOL
  return x != T_x(0);
#elif T_x_IS_FLOAT && (T_y_IS_INT || T_y_IS_UINT)
  // SPIR-V leaves conversions out of range open.
  if (x != x) return T_y(0);
#if T_y_IS_LONG && T_y_IS_UINT
  return x >= T_x(18446744073709551616.0) ? ~T_y(0) : x <= T_x(-1) ? T_y(0) : T_y(x);
#elif T_y_IS_LONG
  T_x end = T_x(9223372036854775808.0);
  return x >= end ? ~(T_y(1) << 63) : x < -end ? T_y(1) << 63 : T_y(x);
#elif defined(y_DTYPE_uint32)
  return x >= T_x(4294967296.0) ? ~0u : x <= T_x(-1) ? 0u : uint(x);
#else
  T_x end = T_x(2147483648.0);
  return T_y(x >= end ? 2147483647 : x < -end ? ~2147483647 : int(x));
#endif
#elif T_x_IS_DOUBLE && T_y_IS_FLOAT && !T_y_IS_DOUBLE && !defined(y_DTYPE_float)
  return narrowToOdd(x);
#else
  return T_y(x);
#endif
}

#ifdef ENCODE
#include "Families/Elements.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(x)
  EACH_LANE {
    float v = float(f(LANE(x)));
    b_y[PLACE] = ENCODE(v);
  }
}
#else
#include "Families/Unary.glsl"
#endif
