// The rows of batch, class and box. `before` counts the taken boxes of the lanes before each.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint lane = i / p.most;
  uint place = i % p.most;
  uint start = load_before(lane);
  uint end = lane + 1u < p.lanes ? load_before(lane + 1u) : load_total(0u);
  if (place >= end - start) return;
  uint row = 3u * (start + place);
  store_y(row, int64_t(lane / p.classes));
  store_y(row + 1u, int64_t(lane % p.classes));
  store_y(row + 2u, int64_t(load_taken(i)));
}
