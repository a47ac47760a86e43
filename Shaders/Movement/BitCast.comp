// Types below a byte lie sign-extended, one a byte; a boolean is 0 or 1.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint code = uint(b_x[i]) & MASK;
#if defined(y_DTYPE_bool)
  store_y(i, code != 0u);
#elif T_y_IS_FLOAT
  b_y[i] = S_y(code);
#else
  store_y(i, T_y(code));
#endif
}
