#include "Indexing/NonMaxSuppression.glsl"

// Puts out the boxes behind a tile that overlap one that was taken from it.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint lane = i / p.rest;
  uint place = p.first + TILE + i % p.rest;
  uint64_t bits = load_bits(lane);
  if (bits == 0ul || load_outs(lane * p.extent + place) != 0u) return;
  vec4 box = ranked(lane, place);
  LOOP(k, 0u, TILE) {
    if ((bits >> k & 1ul) != 0ul && overlaps(ranked(lane, p.first + k), box)) {
      store_outs(lane * p.extent + place, 1u);
      return;
    }
  }
}
