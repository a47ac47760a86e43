#include "Families/SoftmaxRow.glsl"

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  T_x peak = greatest(x_start);
  if (lane() == 0u) store_y(r, peak);
}
