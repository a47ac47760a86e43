#include "Mathematics/Exp.glsl"

// Cumulated e^(x - peak) of a row.
void main() {
  uint i = invocation();
  if (i >= p.rows) return;
  uint start = i * p.classes;
  float peak = -INFINITY_F32;
  LOOP(k, start, start + p.classes) {
    float x = float(load_x(k));
    peak = x > peak ? x : peak;
  }
  float sum = 0.0;
  LOOP(k, start, start + p.classes) {
    sum += m_exp(float(load_x(k)) - peak);
    store_sums(k, sum);
  }
}
