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
  sum = JOIN_SUM(sum);
  if (lane() == 0u) store_y(r, root(sum));
}
