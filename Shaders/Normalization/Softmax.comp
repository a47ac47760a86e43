#include "Families/SoftmaxRow.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"
#include "Mathematics/Exp.glsl"

uint start;
T_x peak;

T_x power(uint k) {
  ELEMENT(x_offset, k, x_inner)
  T_x rest = load_x(start + x_offset) - peak;
  T_x y = m_exp(T_x(NARROW(rest)));
  return T_x(NARROW(y));
}

DEFINE_SUM(sumOf, T_x, power)

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
  peak = greatest(start);
  T_x sum = sumOf(p.extent);
  sum = NARROW(sum);
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(start + x_offset, power(k) / sum);
  }
}
