// Takes the boxes of one tile in their order, those that overlap no taken one, while there is room.
void main() {
  uint lane = invocation();
  if (lane >= p.lanes) return;
  uint count = load_counts(lane);
  uint64_t bits = 0ul;
  LOOP(k, p.first, min(p.first + TILE, p.extent)) {
    if (count >= p.most) break;
    uint i = lane * p.extent + k;
    if (load_outs(i) == 0u && (load_masks(i) & bits) == 0ul) {
      bits |= 1ul << (k - p.first);
      store_taken(lane * p.most + count, load_order(i));
      count += 1u;
    }
  }
  store_counts(lane, count);
  store_bits(lane, bits);
}
