// Y[i] = value.
void main() {
  uint i = invocation();
  if (i < p.count) store_y(i, VALUE);
}
