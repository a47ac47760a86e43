#include "Families/SoftmaxRow.glsl"
#include "Mathematics/Exp.glsl"

T_x power(T_x x, T_x peak) {
  T_x rest = x - peak;
  T_x y = m_exp(T_x(NARROW(rest)));
  return T_x(NARROW(y));
}

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  T_x peak = greatest(x_start);
  T_x sum = T_x(0);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    sum += power(load_x(x_start + x_offset), peak);
  }
  sum = JOIN_SUM(sum);
  sum = NARROW(sum);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(x_start + x_offset, power(load_x(x_start + x_offset), peak) / sum);
  }
}
