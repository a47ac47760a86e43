// Y[before[i]] = i, where `before` counts on: at i there is a one.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint place = load_before(i);
  uint next = i + 1u < p.count ? load_before(i + 1u) : load_total(0u);
  if (next != place) store_y(place, i);
}
