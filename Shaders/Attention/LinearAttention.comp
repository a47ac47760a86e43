#include "Mathematics/Exp.glsl"

// One column of one head's state through a run of steps: columns do not meet.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint m = i % p.width;
  uint slot = i / p.width;
  uint batch = slot / p.key_heads;
  uint head = slot % p.key_heads;
  uint base = slot * p.size * p.width + m;
#ifdef IS_FIRST
  LOOP(d, 0u, p.size) {
#ifdef T_past
    store_s(base + d * p.width, float(load_past(base + d * p.width)));
#else
    store_s(base + d * p.width, 0.0);
#endif
  }
#endif
  LOOP(t, p.first, p.end) {
    uint step_ = batch * p.len + t;
    uint row = step_ * p.key_heads + head;
#ifdef IS_GATED
    LOOP(d, 0u, p.size) {
      float gate = load_decay(row * p.decays + (p.decays == 1u ? 0u : d));
      store_s(base + d * p.width, load_s(base + d * p.width) * m_exp(gate));
    }
#endif
    float change = load_v(row * p.width + m);
#ifdef IS_DELTA
    BEGIN_PRODUCT(float, found, 0u, p.size)
    EACH_BLOCK(float, block, 0u, p.size)
      EACH_TERM(d, p.size) {
        block = fused(load_k(row * p.size + d), load_s(base + d * p.width), block);
      }
    END_BLOCK(found, block)
    change = load_beta(step_ * p.betas + (p.betas == 1u ? 0u : head)) * (change - found);
#endif
    LOOP(d, 0u, p.size) {
      store_s(base + d * p.width, load_s(base + d * p.width) + load_k(row * p.size + d) * change);
    }
    LOOP(h, head * p.group, (head + 1u) * p.group) {
      uint query = step_ * p.query_heads + h;
      BEGIN_PRODUCT(float, sum, 0u, p.size)
      EACH_BLOCK(float, block, 0u, p.size)
        EACH_TERM(d, p.size) {
          block = fused(load_q(query * p.size + d), load_s(base + d * p.width), block);
        }
      END_BLOCK(sum, block)
      store_y(query * p.width + m, p.scale * sum);
    }
  }
#ifdef T_state
  LOOP(d, 0u, p.size) store_state(base + d * p.width, load_s(base + d * p.width));
#endif
}
