#include "Families/Rows.glsl"
#define SUM_TYPE C
#include "Families/Sum.glsl"

uint start;

C element(uint k) {
  ELEMENT(x_offset, k, x_inner)
  return C(load_x(start + x_offset));
}

#if NORM == 0
// The greatest element: one invocation has the row.
C divisor() {
  C most = p.extent > 0u ? element(0u) : C(0);
  LOOP(k, 1u, p.extent) most = element(k) > most ? element(k) : most;
  return most;
}
#elif NORM == 1
C term(uint k) { return abs(element(k)); }
DEFINE_SUM(sumOf, C, term)
C divisor() { return sumOf(p.extent); }
#else
C term(uint k) { return element(k) * element(k); }
DEFINE_SUM(sumOf, C, term)
C divisor() { return sqrt(sumOf(p.extent)); }
#endif

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
  C by = divisor();
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    store_y(start + x_offset, float(by == C(0) ? element(k) : element(k) / by));
  }
}
