#include "Families/Rows.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"

uint start;

T_x term(uint k) {
  ELEMENT(x_offset, k, x_inner)
  return load_x(start + x_offset);
}

DEFINE_SUM(sumOf, T_x, term)

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
  T_x sum = sumOf(p.extent);
  if (lane() == 0u) store_y(r, sum / T_x(p.extent));
}
