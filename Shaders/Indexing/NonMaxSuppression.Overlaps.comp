#include "Indexing/NonMaxSuppression.glsl"

// For each box in the order of its lane: whether it is out, and by a bit each which of the boxes before
// it in its tile it overlaps.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint lane = i / p.extent;
  uint place = i % p.extent;
  uint first = place / TILE * TILE;
  vec4 box = ranked(lane, place);
  uint64_t bits = 0ul;
  LOOP(k, first, place) {
    if (overlaps(ranked(lane, k), box)) bits |= 1ul << (k - first);
  }
  store_masks(i, bits);
#ifdef HAS_THRESHOLD
  bool isOut = !(load_scores(lane * p.extent + load_order(i)) > p.threshold);
#else
  bool isOut = false;
#endif
  store_outs(i, isOut ? 1u : 0u);
}
