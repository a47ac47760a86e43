// Y[slice] = 1 where the slice is the first of its group. `before` counts the heads before each sorted
// slice; equal slices are sorted by where they are.
void main() {
  uint k = invocation();
  if (k >= p.count) return;
  uint upTo = k + 1u < p.count ? load_before(k + 1u) : load_total(0u);
  store_y(load_order(k), upTo - load_before(k));
}
