// Y = X: what a device's memory moves.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  store4_y(i, load4_x(i));
}
