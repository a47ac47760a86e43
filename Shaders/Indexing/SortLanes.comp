#include "Families/SortKey.glsl"

// Places in a lane by their elements, equal ones by their places.
bool precedes(uint lane, uint a, uint b) {
  uint start = lane / p.step * p.extent * p.step + lane % p.step;
  KEY x = key_x(start + a * p.step);
  KEY y = key_x(start + b * p.step);
  if (x == y) return a < b;
#ifdef DESCENDING
#ifdef NANS_LAST
  if (x == KEY_NAN || y == KEY_NAN) return y == KEY_NAN;
#endif
  return x > y;
#else
  return x < y;
#endif
}

#include "Families/Sort.glsl"
