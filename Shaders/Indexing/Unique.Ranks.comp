// The group of each slice. `before` counts the heads before each sorted slice.
void main() {
  uint k = invocation();
  if (k >= p.count) return;
  uint upTo = k + 1u < p.count ? load_before(k + 1u) : load_total(0u);
  store_ranks(load_order(k), upTo - 1u);
}
