#include "Families/Attention.glsl"
#include "Mathematics/Exp.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint query = i % p.queries;
  uint pair = i / p.queries;
  uint start = i * p.keys;
  bool sees = false;
  C peak = C(-INFINITY_F32);
  LOOP(j, 0u, p.keys) {
    sees = sees || bias(pair / p.heads, pair % p.heads, query, j) != C(-INFINITY_F32);
    C s = load_scores(start + j);
    s = NARROW_SOFTMAX(s);
    peak = s > peak || s != s ? s : peak;
  }
  C sum = C(0);
  LOOP(j, 0u, p.keys) {
    C s = load_scores(start + j);
    s = NARROW_SOFTMAX(s);
    sum += peak == C(-INFINITY_F32) ? C(0) : m_exp(s - peak);
  }
  LOOP(j, 0u, p.keys) {
    C s = load_scores(start + j);
    s = NARROW_SOFTMAX(s);
    s = peak == C(-INFINITY_F32) ? C(0) : m_exp(s - peak);
    C weight = s / sum;
    weight = NARROW_SOFTMAX(weight);
    weight = NARROW(weight);
    if (!sees || sum == C(0)) weight = C(0);
#ifdef SHOWN_STEP
    store_shown(start + j, weight);
#endif
    store_scores(start + j, weight);
  }
}
