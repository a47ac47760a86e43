// One element type to another. ENCODE writes the small floats, whose range and rounding rules are
// the node's; TOP, LEAST and PAST are an integer target's range.
T_y f(T_x x) {
#if T_y_IS_BOOL && T_x_IS_BOOL
  return x;
#elif T_y_IS_BOOL
  return x != T_x(0);
#elif T_x_IS_FLOAT && (T_y_IS_INT || T_y_IS_UINT)
  // SPIR-V leaves conversions out of range open.
  if (x != x) return T_y(0);
  if (x >= T_x(PAST)) return TOP;
#if T_y_IS_UINT
  if (x <= T_x(-1)) return LEAST;
#else
  if (x < -T_x(PAST)) return LEAST;
#endif
  return T_y(x);
#elif T_x_IS_DOUBLE && T_y_IS_FLOAT && !T_y_IS_DOUBLE && !defined(y_DTYPE_float)
  return narrowToOdd(x);
#else
  return T_y(x);
#endif
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
#ifdef ENCODE
  float v = float(f(load_x(i)));
  b_y[i] = ENCODE(v);
#else
  store_y(i, f(load_x(i)));
#endif
}
