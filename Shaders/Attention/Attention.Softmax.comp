#include "Families/Attention.glsl"
#include "Mathematics/Exp.glsl"

#define T_x C
#include "Families/Rows.glsl"
#include "Families/Joins.glsl"
#define SUM_TYPE C
#include "Families/Sum.glsl"

uint start;
C peak;

C score(uint j) {
  C s = load_scores(start + j);
  return C(NARROW_SOFTMAX(s));
}

C power(uint j) {
  if (peak == C(-INFINITY_F32)) return C(0);
  C rest = score(j) - peak;
  C y = m_exp(C(NARROW_SOFTMAX(rest)));
  return C(NARROW_SOFTMAX(y));
}

DEFINE_SUM(sumOf, C, power)

void main() {
  uint i = row();
  if (i >= p.count) return;
  uint query = i % p.queries;
  uint pair = i / p.queries;
  start = i * p.keys;
  bool sees = false;
  bool isNaN = false;
  peak = C(-INFINITY_F32);
  EACH(j) {
    sees = sees || bias(pair / p.heads, pair % p.heads, query, j) != C(-INFINITY_F32);
    C s = score(j);
    isNaN = isNaN || s != s;
    peak = s > peak ? s : peak;
  }
  sees = JOIN_ANY(sees);
  peak = JOIN_MAX(peak);
  if (JOIN_ANY(isNaN)) peak = C(NAN_F32);
  C sum = sumOf(p.keys);
  sum = NARROW_SOFTMAX(sum);
  EACH(j) {
    C weight = power(j) / sum;
    weight = NARROW_SOFTMAX(weight);
    weight = NARROW(weight);
    if (!sees || sum == C(0)) weight = C(0);
#ifdef SHOWN_STEP
    store_shown(start + j, weight);
#endif
    store_scores(start + j, weight);
  }
}
