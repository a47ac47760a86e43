#include "Families/SoftmaxRow.glsl"

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  T_x peak = greatest(x_start);
  uint found = p.extent;
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    T_x value = load_x(x_start + x_offset);
    if (found == p.extent && (value == peak || value != value)) found = k;
  }
  found = JOIN_MIN(found);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(x_start + x_offset, k == found ? T_x(1) : T_x(0));
  }
}
