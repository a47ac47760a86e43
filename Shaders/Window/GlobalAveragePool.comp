#include "Families/Rows.glsl"

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  T_x sum = T_x(0);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    sum += load_x(x_start + x_offset);
  }
  sum = JOIN_SUM(sum);
  if (lane() == 0u) store_y(r, sum / T_x(p.extent));
}
