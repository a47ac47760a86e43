#include "Families/Fault.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"
#ifdef TAKES_SCORES
#define SUM_TYPE C
#include "Families/Sum.glsl"

uint start_;
C peak_;
C power(uint c) { return m_exp(C(load_x(start_ + c * p.inner)) - peak_); }

DEFINE_SUM(sumOf, C, power)
#endif

// One target's loss and weight. See `ClassLoss`.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start = i / p.inner * p.classes * p.inner + i % p.inner;
  C peak = C(0);
  C scale = C(0);
#ifdef TAKES_SCORES
  peak = C(-INFINITY_F32);
  LOOP(c, 0u, p.classes) {
    C x = C(load_x(start + c * p.inner));
    peak = x > peak || x != x ? x : peak;
  }
  start_ = start;
  peak_ = peak;
  scale = m_log(sumOf(p.classes));
#ifdef T_logs
  LOOP(c, 0u, p.classes) {
    uint k = start + c * p.inner;
    store_logs(k, T_logs((C(load_x(k)) - peak) - scale));
  }
#endif
#endif
  T_target given = load_target(i);
  int64_t label = int64_t(given);
  bool isIgnored = false;
#ifdef HAS_IGNORED
  isIgnored = label == p.ignored;
#endif
  if (!isIgnored && (given < T_target(0) || label >= int64_t(p.classes))) {
    fault(i, label, 0u);
    isIgnored = true;
  }
  C share = C(0);
  C loss = C(0);
  if (!isIgnored) {
#ifdef T_weight
    share = C(load_weight(uint(label)));
#else
    share = C(1);
#endif
    loss = -((C(load_x(start + uint(label) * p.inner)) - peak) - scale) * share;
  }
  store_loss(i, T_loss(loss));
#ifdef T_share
  store_share(i, share);
#endif
}
