// Y[i] = value.
void main() {
  uint i = invocation();
  if (i < p.count) store_y(i, T_y(p.value));
}
