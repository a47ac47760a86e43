// Row r of x goes to y[start + r · pitch …]: one part of a concatenation.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  store_y(p.start + i / p.row * p.pitch + i % p.row, load_x(i));
}
