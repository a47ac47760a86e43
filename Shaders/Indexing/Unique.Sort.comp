#include "Indexing/Unique.glsl"

bool precedes(uint lane, uint a, uint b) {
  int order = compare(a, b);
  return order == 0 ? a < b : order < 0;
}

#include "Families/Sort.glsl"
