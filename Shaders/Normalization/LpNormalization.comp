#include "Families/Rows.glsl"
#include "Families/Norm.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"

uint start;

T_x term(uint k) {
  ELEMENT(x_offset, k, x_inner)
  return power(load_x(start + x_offset));
}

DEFINE_SUM(sumOf, T_x, term)

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
  T_x norm = root(sumOf(p.extent));
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(start + x_offset, norm == T_x(0) ? T_x(0) : load_x(start + x_offset) / norm);
  }
}
