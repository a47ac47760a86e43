#include "Mathematics/Tanh.glsl"
#include "Microsoft/GroupQuery.glsl"
#include "Microsoft/GroupQuery.Seen.glsl"

// [batch, heads, new_length, rows]; of what nobody reads nothing is written.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint key = i % p.rows;
  uint query = i / p.rows % p.new_length;
  uint pair = i / p.rows / p.new_length;
  uint batch = pair / p.heads;
  uint head = pair % p.heads;
  Extents e = extentsOf(batch);
  if (!isThere(e, query) || key >= visibleOf(e)) return;
  if (!sees(e, query, key)) {
    store_scores(i, -INFINITY_F32);
    return;
  }
  uint q = (batch * p.new_length + query) * p.query_pitch + head * p.head_size;
  uint slot = batch * p.key_heads + keyHead(head);
  BEGIN_PRODUCT(float, s, 0u, p.head_size)
  EACH_BLOCK(float, block, 0u, p.head_size)
    EACH_TERM(d, p.head_size) block = fused(load_q(q + d), seen(slot, key, d), block);
  END_BLOCK(s, block)
  s *= p.factor;
#ifdef HAS_CAP
  s = p.cap * m_tanh(s / p.cap);
#endif
#ifdef T_bias
  uint plane = (batch % p.bias_batches * p.bias_heads + head % p.bias_heads) * p.new_length + query;
  s += load_bias(plane * p.total + uint(firstOf(e)) + key);
#endif
  store_scores(i, s);
}
