#include "Families/SoftmaxRow.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  T_x peak = greatest(x_start);
  T_x sum = T_x(0);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    sum += m_exp(load_x(x_start + x_offset) - peak);
  }
  T_x logarithm = m_log(JOIN_SUM(sum));
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(x_start + x_offset, (load_x(x_start + x_offset) - peak) - logarithm);
  }
}
