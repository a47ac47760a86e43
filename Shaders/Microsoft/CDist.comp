#define SUM_TYPE T_a
#include "Families/Sum.glsl"

uint a_start;
uint b_start;

T_a square(uint k) {
  T_a distance_ = load_a(a_start + k) - load_b(b_start + k);
  return distance_ * distance_;
}

DEFINE_SUM(sumOf, T_a, square)

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  a_start = i / p.columns * p.depth;
  b_start = i % p.columns * p.depth;
  T_a sum = sumOf(p.depth);
#ifdef TAKES_ROOT
  sum = sqrt(sum);
#endif
  store_y(i, sum);
}
