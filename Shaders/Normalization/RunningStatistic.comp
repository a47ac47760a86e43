void main() {
  uint i = invocation();
  if (i >= p.count) return;
  T_current share = T_current(p.momentum);
  store_y(i, T_y(T_current(load_former(i)) * share + load_current(i) * (T_current(1) - share)));
}
