uint pair_;

#ifdef TILED
C left(uint line, uint k) {
  uint query = gl_WorkGroupID.y * 32u + line;
  return query < p.queries ? C(load_scores((pair_ * p.queries + query) * p.keys + k)) : C(0);
}

C right(uint line, uint k) {
  uint e = gl_WorkGroupID.x * 32u + line;
  uint rows = (pair_ / p.heads * p.key_heads + pair_ % p.heads / p.group) * p.keys;
  return e < p.value_size ? C(load_v((rows + k) * p.value_size + e)) : C(0);
}

#define RIGHT_IS_ACROSS
#include "Families/AttentionTile.glsl"
#endif

void store(uint query, uint e, C y) {
  uint start = pair_ / p.heads * p.y_batch + pair_ % p.heads * p.y_head;
  store_y(start + query * p.y_position + e, y);
}

#ifdef TILED
void main() {
  pair_ = gl_WorkGroupID.z;
  C y[4][4] = multiplied(p.keys);
  [[unroll]] for (uint n = 0u; n < 16u; ++n) {
    uint query = gl_WorkGroupID.y * TILE + tileLine(n / 4u);
    uint e = gl_WorkGroupID.x * TILE + tileColumn(n % 4u);
    if (query < p.queries && e < p.value_size) store(query, e, y[n / 4u][n % 4u]);
  }
}
#else
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint e = i % p.value_size;
  uint query = i / p.value_size % p.queries;
  pair_ = i / p.value_size / p.queries;
  uint rows = (pair_ / p.heads * p.key_heads + pair_ % p.heads / p.group) * p.keys;
  uint start = (pair_ * p.queries + query) * p.keys;
  BEGIN_PRODUCT(C, y, 0u, p.keys)
  EACH_BLOCK(C, block, 0u, p.keys)
    EACH_TERM(j, p.keys) {
      block = fused(C(load_scores(start + j)), C(load_v((rows + j) * p.value_size + e)), block);
    }
  END_BLOCK(y, block)
  store(query, e, y);
}
#endif
