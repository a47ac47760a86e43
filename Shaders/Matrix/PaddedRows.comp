// Rows of p.width elements become rows of p.pitch vectors, with zeros behind.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.pitch;
  uint column = i % p.pitch * 4u;
  vec4 y = vec4(0.0);
  [[unroll]] for (int q = 0; q < 4; ++q) {
    if (column + uint(q) < p.width) y[q] = load_x(row * p.width + column + uint(q));
  }
  store4_y(i, y);
}
