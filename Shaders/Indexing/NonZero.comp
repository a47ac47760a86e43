// Y[i] = 1 where an element has a bit other than its sign, so that no device flushes it to zero.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint found = 0u;
  LOOP(k, 0u, p.words) {
    if ((uint64_t(load_x(i * p.words + k)) & uint64_t(p.mask)) != 0ul) found = 1u;
  }
  store_y(i, found);
}
