#include "Families/Attention.glsl"
#include "Mathematics/Exp.glsl"

#define SUM_TYPE C
#include "Families/Sum.glsl"

uint start;
C peak;

C power(uint j) {
  if (peak == C(-INFINITY_F32)) return C(0);
  C s = load_scores(start + j);
  s = NARROW_SOFTMAX(s);
  C rest = s - peak;
  C y = m_exp(C(NARROW_SOFTMAX(rest)));
  return C(NARROW_SOFTMAX(y));
}

DEFINE_SUM(sumOf, C, power)

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint query = i % p.queries;
  uint pair = i / p.queries;
  start = i * p.keys;
  bool sees = false;
  peak = C(-INFINITY_F32);
  LOOP(j, 0u, p.keys) {
    sees = sees || bias(pair / p.heads, pair % p.heads, query, j) != C(-INFINITY_F32);
    C s = load_scores(start + j);
    s = NARROW_SOFTMAX(s);
    peak = s > peak || s != s ? s : peak;
  }
  C sum = sumOf(p.keys);
  sum = NARROW_SOFTMAX(sum);
  LOOP(j, 0u, p.keys) {
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
