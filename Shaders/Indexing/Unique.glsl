#include "Families/SortKey.glsl"

// How two slices follow each other: by their ranks, then by the scalars `p.first ..< p.end` of each.
// Scalar s of a slice is in the outer position s / p.block.
int compare(uint a, uint b) {
  uint x = load_ranks(a);
  uint y = load_ranks(b);
  if (x != y) return x < y ? -1 : 1;
  LOOP(s, p.first, p.end) {
    uint start = s / p.block * p.extent;
    uint place = s % p.block;
    KEY left = key_x((start + a) * p.block + place);
    KEY right = key_x((start + b) * p.block + place);
    if (left != right) return left < right ? -1 : 1;
  }
  return 0;
}
