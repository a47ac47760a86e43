#include "Families/Rows.glsl"
#include "Families/Norm.glsl"

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  T_x sum = T_x(0);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    sum += power(load_x(x_start + x_offset));
  }
  T_x norm = root(JOIN_SUM(sum));
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(x_start + x_offset, norm == T_x(0) ? T_x(0) : load_x(x_start + x_offset) / norm);
  }
}
