// Y[o, k, i] = X[o, picked[k], i].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.block;
  uint slice = load_picked(row % p.taken);
  b_y[i] = b_x[(row / p.taken * p.extent + slice) * p.block + i % p.block];
}
