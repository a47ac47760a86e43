#include "Families/Rows.glsl"
#include "Families/Joins.glsl"

// The greatest of the row that starts at x_start; NaN where there is one.
T_x greatest(uint x_start) {
  T_x peak = T_x(-INFINITY_F32);
  bool isNaN = false;
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    T_x value = load_x(x_start + x_offset);
    isNaN = isNaN || value != value;
    peak = value > peak ? value : peak;
  }
  peak = JOIN_MAX(peak);
  return JOIN_ANY(isNaN) ? T_x(NAN_F32) : peak;
}
