void main() {
  uint i = invocation();
  if (i >= p.count) return;
  store_y(i, T_y(0));
}
