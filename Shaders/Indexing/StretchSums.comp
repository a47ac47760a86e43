// Y[i] = the sum of stretch i of X.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start = i * p.stretch;
  uint sum = 0u;
  LOOP(k, start, start + min(p.stretch, p.extent - start)) sum += load_x(k);
  store_y(i, sum);
}
