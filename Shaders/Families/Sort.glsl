// One pass of a bitonic sort of `order`, `p.extent` indices a lane: compares each place with the one
// that lies `p.reach` behind it, or with its mirror image in a block of twice that. The file that
// includes this has `bool precedes(uint lane, uint a, uint b)`, in which no two indices are equal. The
// lesser index always goes to the front, so places past the extent may stand for greatest ones.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint lane = i / p.pairs;
  uint pair = i % p.pairs;
  uint low = pair / p.reach * p.reach * 2u + pair % p.reach;
#ifdef MIRRORS
  uint high = pair / p.reach * p.reach * 2u + 2u * p.reach - 1u - pair % p.reach;
#else
  uint high = low + p.reach;
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
