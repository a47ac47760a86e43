#include "Families/Attention.glsl"
#include "Mathematics/Tanh.glsl"

// A query's element d and a key's, each times the factor.
C queryAt(uint batch, uint head, uint query, uint d) {
  C factor = C(p.factor);
  factor = NARROW(factor);
  C a = C(load_q(batch * p.q_batch + head * p.q_head + query * p.q_position + d)) * factor;
  return C(NARROW(a));
}

C keyAt(uint batch, uint head, uint key, uint d) {
  C factor = C(p.factor);
  factor = NARROW(factor);
  uint row = (batch * p.key_heads + head / p.group) * p.keys + key;
  C b = C(load_k(row * p.head_size + d)) * factor;
  return C(NARROW(b));
}

// What the product s becomes before the softmax.
void store(uint pair, uint query, uint key, C s) {
  uint i = (pair * p.queries + query) * p.keys + key;
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
  s += bias(pair / p.heads, pair % p.heads, query, key);
  s = NARROW(s);
#ifdef SHOWN_STEP
#if SHOWN_STEP == 2
  store_shown(i, s);
#endif
#endif
  store_scores(i, s);
}

#ifdef TILED
C left(uint line, uint k) {
  uint pair = gl_WorkGroupID.z;
  uint query = gl_WorkGroupID.y * 32u + line;
  return query < p.queries ? queryAt(pair / p.heads, pair % p.heads, query, k) : C(0);
}

C right(uint line, uint k) {
  uint pair = gl_WorkGroupID.z;
  uint key = gl_WorkGroupID.x * 32u + line;
  return key < p.keys ? keyAt(pair / p.heads, pair % p.heads, key, k) : C(0);
}

#include "Families/AttentionTile.glsl"

void main() {
  C s[4][4] = multiplied(p.head_size);
  [[unroll]] for (uint n = 0u; n < 16u; ++n) {
    uint query = gl_WorkGroupID.y * TILE + tileLine(n / 4u);
    uint key = gl_WorkGroupID.x * TILE + tileColumn(n % 4u);
    if (query < p.queries && key < p.keys) store(gl_WorkGroupID.z, query, key, s[n / 4u][n % 4u]);
  }
}
#else
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint key = i % p.keys;
  uint query = i / p.keys % p.queries;
  uint pair = i / p.keys / p.queries;
  uint batch = pair / p.heads;
  uint head = pair % p.heads;
  BEGIN_PRODUCT(C, s, 0u, p.head_size)
  EACH_BLOCK(C, block, 0u, p.head_size)
    EACH_TERM(d, p.head_size) {
      block = fused(queryAt(batch, head, query, d), keyAt(batch, head, key, d), block);
    }
  END_BLOCK(s, block)
  store(pair, query, key, s);
}
#endif
