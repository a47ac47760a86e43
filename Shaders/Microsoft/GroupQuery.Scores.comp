#include "Mathematics/Tanh.glsl"
#include "Microsoft/GroupQuery.glsl"
#include "Microsoft/GroupQuery.Seen.glsl"

// [batch, heads, new_length, rows]; of what nobody reads nothing is written.
float queryAt(uint pair, uint query, uint d) {
  uint position = pair / p.heads * p.new_length + query;
  return load_q(position * p.query_pitch + pair % p.heads * p.head_size + d);
}

uint slotOf(uint pair) { return pair / p.heads * p.key_heads + keyHead(pair % p.heads); }

// What the product s becomes before the softmax.
void store(Extents e, uint pair, uint query, uint key, float s) {
  s *= p.factor;
#ifdef HAS_CAP
  s = p.cap * m_tanh(s / p.cap);
#endif
#ifdef T_bias
  uint plane = pair / p.heads % p.bias_batches * p.bias_heads + pair % p.heads % p.bias_heads;
  s += load_bias((plane * p.new_length + query) * p.total + uint(firstOf(e)) + key);
#endif
  uint i = (pair * p.new_length + query) * p.rows + key;
  store_scores(i, sees(e, query, key) ? s : -INFINITY_F32);
}

#ifdef TILED
#define C float

float left(uint line, uint k) {
  uint query = gl_WorkGroupID.y * 32u + line;
  return query < p.new_length ? queryAt(gl_WorkGroupID.z, query, k) : 0.0;
}

float right(uint line, uint k) {
  uint key = gl_WorkGroupID.x * 32u + line;
  return key < p.rows ? seen(slotOf(gl_WorkGroupID.z), key, k) : 0.0;
}

#include "Families/AttentionTile.glsl"

void main() {
  uint pair = gl_WorkGroupID.z;
  Extents e = extentsOf(pair / p.heads);
  float s[4][4] = multiplied(p.head_size);
  [[unroll]] for (uint n = 0u; n < 16u; ++n) {
    uint query = gl_WorkGroupID.y * TILE + tileLine(n / 4u);
    uint key = gl_WorkGroupID.x * TILE + tileColumn(n % 4u);
    if (query < p.new_length && isThere(e, query) && key < visibleOf(e)) {
      store(e, pair, query, key, s[n / 4u][n % 4u]);
    }
  }
}
#else
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint key = i % p.rows;
  uint query = i / p.rows % p.new_length;
  uint pair = i / p.rows / p.new_length;
  Extents e = extentsOf(pair / p.heads);
  if (!isThere(e, query) || key >= visibleOf(e)) return;
  if (!sees(e, query, key)) {
    store_scores(i, -INFINITY_F32);
    return;
  }
  uint slot = slotOf(pair);
  BEGIN_PRODUCT(float, s, 0u, p.head_size)
  EACH_BLOCK(float, block, 0u, p.head_size)
    EACH_TERM(d, p.head_size) block = fused(queryAt(pair, query, d), seen(slot, key, d), block);
  END_BLOCK(s, block)
  store(e, pair, query, key, s);
}
#endif
