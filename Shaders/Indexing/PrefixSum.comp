// Replaces each element of a stretch by the sum of those before it; `start` is the sum of all
// stretches before.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start = i * p.stretch;
#ifdef HAS_START
  uint sum = load_start(i);
#else
  uint sum = 0u;
#endif
  LOOP(k, start, start + min(p.stretch, p.extent - start)) {
    uint x = load_x(k);
    store_x(k, sum);
    sum += x;
  }
}
