// One element's step. The including shader defines
// `void update(inout C x, C g, inout C first, inout C second, C r, int64_t t)`.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  C x = C(load_x(i));
  C first = C(load_v(i));
#ifdef T_h
  C second = C(load_h(i));
#else
  C second = C(0);
#endif
  update(x, C(load_g(i)), first, second, C(load_r(0u)), load_t(0u));
#ifdef T_x_new
  store_x_new(i, T_x_new(x));
#endif
#ifdef T_v_new
  store_v_new(i, T_v_new(first));
#endif
#ifdef T_h_new
  store_h_new(i, T_h_new(second));
#endif
}
