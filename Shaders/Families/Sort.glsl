// A bitonic sort of `order`, `p.extent` indices a lane: a pass compares each place with the one that
// lies `reach` behind it, or with its mirror image in a block of twice that. The file that includes this
// has `bool precedes(uint lane, uint a, uint b)`, in which no two indices are equal. The lesser index
// always goes to the front, so places past the extent may stand for greatest ones.
uint lowOf(uint pair, uint reach) { return pair / reach * reach * 2u + pair % reach; }
uint highOf(uint pair, uint reach, bool mirrors) {
  return mirrors
    ? pair / reach * reach * 2u + 2u * reach - 1u - pair % reach : lowOf(pair, reach) + reach;
}

#ifdef SORT_BLOCK
// The passes that stay in a block, which a workgroup shares: all of them from single places on, or with
// HALVES those that follow the last one across blocks.
shared uint shared_order[SORT_BLOCK];

void main() {
  uint t = gl_LocalInvocationID.x;
  uint group = invocation() / (SORT_BLOCK / 2u);
  uint lane = group / p.blocks;
  if (lane >= p.lanes) return;
  uint first = group % p.blocks * SORT_BLOCK;
  uint start = lane * p.extent + first;
  uint count = min(SORT_BLOCK, p.extent - first);
  for (uint k = t; k < count; k += SORT_BLOCK / 2u) shared_order[k] = load_order(start + k);
  barrier();
#ifdef HALVES
  uint half_ = SORT_BLOCK / 2u;
#else
  for (uint half_ = 1u; half_ < SORT_BLOCK; half_ *= 2u)
#endif
  for (uint reach = half_; reach > 0u; reach /= 2u) {
#ifdef HALVES
    bool mirrors = false;
#else
    bool mirrors = reach == half_;
#endif
    uint low = lowOf(t, reach);
    uint high = highOf(t, reach, mirrors);
    if (high < count) {
      uint a = shared_order[low];
      uint b = shared_order[high];
      if (precedes(lane, b, a)) {
        shared_order[low] = b;
        shared_order[high] = a;
      }
    }
    barrier();
  }
  for (uint k = t; k < count; k += SORT_BLOCK / 2u) store_order(start + k, shared_order[k]);
}
#else
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint lane = i / p.pairs;
  uint pair = i % p.pairs;
  uint low = lowOf(pair, p.reach);
#ifdef MIRRORS
  uint high = highOf(pair, p.reach, true);
#else
  uint high = highOf(pair, p.reach, false);
#endif
  if (high >= p.extent) return;
  low += lane * p.extent;
  high += lane * p.extent;
  uint a = load_order(low);
  uint b = load_order(high);
  if (precedes(lane, b, a)) {
    store_order(low, b);
    store_order(high, a);
  }
}
#endif
