#include "Families/Logistic.glsl"
#include "Families/ScoreWords.glsl"
#include "Mathematics/Erf.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"

// A guess by logarithms, then Newton's steps.
C probit(C share) {
  C x = C(2) * share - C(1);
  if (!(x > C(-1) && x < C(1))) {
    return x == C(1) ? C(INFINITY_F32) : x == C(-1) ? C(-INFINITY_F32) : C(NAN_F32);
  }
  C rest = m_log((C(1) - x) * (C(1) + x));
  C half_ = C(4.330746750799873) + rest / C(2);
  C y = sqrt(sqrt(half_ * half_ - rest / C(0.147)) - half_);
  if (x < C(0)) y = -y;
  LOOP(k, 0u, 3u) y -= (m_erf(y) - x) / (C(1.1283791670955126) * m_exp(-y * y));
  return C(1.4142135623730951) * y;
}

// The score that the model formed, with what is done to it.
C formed(uint base, uint k) {
  C score = load_scores(base + k);
#if SETTLES
  if (score != score) score = C(0);
#endif
#if DIVIDES
  score /= C(p.divisor);
#endif
#if OFFSETS
  score += VALUE(p.offsets, k);
#endif
#if SIGNS
  score = score > C(0) ? C(1) : C(-1);
#endif
  return score;
}

void main() {
  uint row = invocation();
  if (row >= p.count) return;
  uint base = row * p.classes;
#if COMPLEMENT == 0
  LOOP(k, 0u, p.classes) store_scores(base + k, formed(base, k));
#else
  C own = formed(base, 0u);
  store_scores(base + 1u, own);
#if COMPLEMENT == 1
  store_scores(base, -own);
#else
  store_scores(base, C(1) - own);
#endif
#endif
#if LABELS
  uint best = 0u;
  LOOP(k, 1u, p.classes) {
    if (load_scores(base + k) > load_scores(base + best)) best = k;
  }
  store_label(row, int64_t(uint64_t(p.labels[2u * best + 1u]) << 32 | uint64_t(p.labels[2u * best])));
#endif
#if TRANSFORM == 1 || TRANSFORM == 3
  C peak = load_scores(base);
  LOOP(k, 0u, p.classes) peak = load_scores(base + k) > peak ? load_scores(base + k) : peak;
  C sum = C(0);
  LOOP(k, 0u, p.classes) {
    C score = load_scores(base + k);
#if TRANSFORM == 3
    if (score == C(0)) continue;
#endif
    score = m_exp(score - peak);
    sum += score;
    store_scores(base + k, score);
  }
#endif
  LOOP(k, 0u, p.classes) {
    C score = load_scores(base + k);
#if TRANSFORM == 1 || TRANSFORM == 3
    if (sum != C(0)) score /= sum;
#elif TRANSFORM == 2
    score = logistic(score);
#elif TRANSFORM == 4
    score = probit(score);
#endif
    store_z(base + k, T_z(score));
  }
}
