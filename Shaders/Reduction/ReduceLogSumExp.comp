#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"
#ifdef IS_SUMMED
#include "Families/SoftmaxRow.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"

uint start;
T_x peak;

T_x term(uint k) {
  ELEMENT(x_offset, k, x_inner)
  return m_exp(load_x(start + x_offset) - peak);
}

DEFINE_SUM(sumOf, T_x, term)

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
  peak = greatest(start);
  T_x y = peak;
  if (peak - peak == T_x(0)) y = peak + m_log(sumOf(p.extent));
  if (lane() == 0u) store_y(r, T_y(y));
}
#else
// Of integers, in one pass: the sum is rescaled whenever a larger element appears.
#define C float
struct State { C peak; C sum; };
#define A State
A start() { return A(C(-INFINITY_F32), C(0)); }
A fold(A a, T_x element, uint k) {
  C x = C(element);
  if (x != x || a.peak != a.peak) return A(x + a.peak, C(0));
  if (x <= a.peak) {
    C gap = x - a.peak;
    return A(a.peak, gap != gap ? a.sum : a.sum + m_exp(gap));
  }
  return A(x, a.sum * m_exp(a.peak - x) + C(1));
}
T_y finish(A a, uint count) {
  C gap = a.peak - a.peak;
  return T_y(gap != gap ? a.peak : a.peak + m_log(a.sum));
}
#include "Families/Reduction.glsl"
#endif
