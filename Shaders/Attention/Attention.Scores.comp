#include "Families/Attention.glsl"
#include "Mathematics/Tanh.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint key = i % p.keys;
  uint query = i / p.keys % p.queries;
  uint pair = i / p.keys / p.queries;
  uint batch = pair / p.heads;
  uint head = pair % p.heads;
  uint from = batch * p.q_batch + head * p.q_head + query * p.q_position;
  uint row = ((batch * p.key_heads + head / p.group) * p.keys + key) * p.head_size;
  C factor = C(p.factor);
  factor = NARROW(factor);
  BEGIN_PRODUCT(C, s, 0u, p.head_size)
  EACH_BLOCK(C, block, 0u, p.head_size)
    EACH_TERM(d, p.head_size) {
      C a = C(load_q(from + d)) * factor;
      C b = C(load_k(row + d)) * factor;
      block = fused(C(NARROW(a)), C(NARROW(b)), block);
    }
  END_BLOCK(s, block)
  s = NARROW(s);
#ifdef SHOWN_STEP
#if SHOWN_STEP == 0
  store_shown(i, s);
#endif
#endif
#ifdef HAS_CAP
  C share = s / C(p.cap);
  share = m_tanh(C(NARROW(share)));
  s = C(NARROW(share)) * C(p.cap);
  s = NARROW(s);
#endif
#ifdef SHOWN_STEP
#if SHOWN_STEP == 1
  store_shown(i, s);
#endif
#endif
  s += bias(batch, head, query, key);
  s = NARROW(s);
#ifdef SHOWN_STEP
#if SHOWN_STEP == 2
  store_shown(i, s);
#endif
#endif
  store_scores(i, s);
}
