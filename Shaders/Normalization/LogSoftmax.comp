#include "Families/SoftmaxRow.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"

uint start;
T_x peak;

T_x power(uint k) {
  ELEMENT(x_offset, k, x_inner)
  return m_exp(load_x(start + x_offset) - peak);
}

DEFINE_SUM(sumOf, T_x, power)

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
  peak = greatest(start);
  T_x logarithm = m_log(sumOf(p.extent));
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(start + x_offset, (load_x(start + x_offset) - peak) - logarithm);
  }
}
