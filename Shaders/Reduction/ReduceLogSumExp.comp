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
// Of integers the integer part, from the greatest and the powers of differences to it.
#if T_x_IS_LONG
#define MAGNITUDE uint64_t
#define SIGN (1ul << 63)
#else
#define MAGNITUDE uint
#define SIGN (1u << 31)
#endif

struct A {
  T_x peak;
  float sum;
};

A start() { return A(T_x(0), 0.0); }

float gap(T_x a, T_x b) { return float(MAGNITUDE(a) - MAGNITUDE(b)); }

A fold(A a, T_x x, uint k) {
  if (k == 0u) return A(x, 1.0);
  if (x <= a.peak) return A(a.peak, a.sum + m_exp(-gap(a.peak, x)));
  return A(x, a.sum * m_exp(-gap(x, a.peak)) + 1.0);
}

T_y finish(A a, uint count) {
  if (count == 0u) return T_y(T_x_IS_UINT == 1 ? MAGNITUDE(0) : SIGN);
  float rest = m_log(a.sum);
  bool isBelow = a.peak < T_x(0) && rest <= -float(a.peak);
  float least = isBelow && count > 1u ? 1.0 : 0.0;
  return T_y(a.peak + T_x(isBelow ? max(ceil(rest), least) : floor(rest)));
}
#include "Families/Reduction.glsl"
#endif
