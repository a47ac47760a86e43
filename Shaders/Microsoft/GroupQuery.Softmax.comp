#include "Mathematics/Exp.glsl"
#define T_x float
#include "Families/Rows.glsl"
#include "Families/Joins.glsl"
#define SUM_TYPE float
#include "Families/Sum.glsl"
#include "Microsoft/GroupQuery.glsl"

uint start;
float peak;

float power(uint k) { return m_exp(load_scores(start + k) - peak); }

DEFINE_SUM(sumOf, float, power)

// Weights of the keys that a query may see at all.
void main() {
  uint r = row();
  if (r >= p.count) return;
  uint pair = r / p.new_length;
  Extents e = extentsOf(pair / p.heads);
  if (!isThere(e, r % p.new_length)) return;
  uint visible = visibleOf(e);
  start = r * p.rows;
  peak = -INFINITY_F32;
  bool isNaN = false;
  for (uint k = lane(); k < visible; k += uint(LANES)) {
    float s = load_scores(start + k);
    isNaN = isNaN || s != s;
    peak = s > peak ? s : peak;
  }
  peak = JOIN_MAX(peak);
  if (JOIN_ANY(isNaN)) peak = NAN_F32;
  bool isEmpty = peak == -INFINITY_F32;
#ifdef HAS_SINK
#ifdef T_sinks
  float sink = load_sinks(pair % p.heads);
#else
  float sink = 0.0;
#endif
  if (!isEmpty && (sink > peak || sink != sink)) peak = sink;
#endif
  float sum = sumOf(visible);
#ifdef HAS_SINK
  sum += m_exp(sink - peak);
#endif
  for (uint k = lane(); k < visible; k += uint(LANES)) {
    float weight = power(k) / sum;
    store_scores(start + k, isEmpty || sum == 0.0 ? 0.0 : weight);
  }
}
