#include "Microsoft/GroupQuery.glsl"
#include "Microsoft/GroupQuery.Seen.glsl"

// [batch, new_length, heads, head_size].
uint slotOf(uint batch, uint head) { return batch * p.key_heads + keyHead(head); }

uint scoresOf(uint batch, uint head, uint query) {
  return ((batch * p.heads + head) * p.new_length + query) * p.rows;
}

#ifdef TILED
#define C float

float left(uint line, uint k) {
  uint pair = gl_WorkGroupID.z;
  uint query = gl_WorkGroupID.y * 32u + line;
  return query < p.new_length
    ? load_scores(scoresOf(pair / p.heads, pair % p.heads, query) + k) : 0.0;
}

float right(uint line, uint k) {
  uint pair = gl_WorkGroupID.z;
  uint d = gl_WorkGroupID.x * 32u + line;
  return d < p.head_size ? seen(slotOf(pair / p.heads, pair % p.heads), k, d) : 0.0;
}

#define RIGHT_IS_ACROSS
#include "Families/AttentionTile.glsl"

void main() {
  uint batch = gl_WorkGroupID.z / p.heads;
  uint head = gl_WorkGroupID.z % p.heads;
  Extents e = extentsOf(batch);
  float y[4][4] = multiplied(visibleOf(e));
  [[unroll]] for (uint n = 0u; n < 16u; ++n) {
    uint query = gl_WorkGroupID.y * TILE + tileLine(n / 4u);
    uint d = gl_WorkGroupID.x * TILE + tileColumn(n % 4u);
    if (query < p.new_length && d < p.head_size) {
      uint row = (batch * p.new_length + query) * p.heads + head;
      store_y(row * p.head_size + d, isThere(e, query) ? y[n / 4u][n % 4u] : 0.0);
    }
  }
}
#elif defined(BLOCKS)
// A workgroup has LINES elements of one head, and so many blocks of its sums at once.
shared float sums[BLOCKS][LINES];

void main() {
  uint group = invocation() / uint(LINES * BLOCKS);
  if (group >= p.groups) return;
  uint line = gl_LocalInvocationID.x % uint(LINES);
  uint part = gl_LocalInvocationID.x / uint(LINES);
  uint d = group % p.line_groups * uint(LINES) + line;
  uint row = group / p.line_groups;
  uint head = row % p.heads;
  uint position = row / p.heads;
  uint batch = position / p.new_length;
  uint query = position % p.new_length;
  Extents e = extentsOf(batch);
  uint visible = isThere(e, query) ? visibleOf(e) : 0u;
  uint slot = slotOf(batch, head);
  uint start = scoresOf(batch, head, query);
  uint blocks = (visible + WONNX_PRODUCT_BLOCK - 1u) / WONNX_PRODUCT_BLOCK;
  float y = visible > 0u ? -0.0 : 0.0;
  for (uint first = 0u; first < blocks; first += uint(BLOCKS)) {
    float block = 0.0;
    uint from = (first + part) * WONNX_PRODUCT_BLOCK;
    if (d < p.head_size) {
      LOOP(k, from, min(from + WONNX_PRODUCT_BLOCK, visible)) {
        block = fused(load_scores(start + k), seen(slot, k, d), block);
      }
    }
    sums[part][line] = block;
    barrier();
    if (part == 0u) LOOP(n, 0u, min(uint(BLOCKS), blocks - first)) y += sums[n][line];
    barrier();
  }
  if (part == 0u && d < p.head_size) store_y(row * p.head_size + d, y);
}
#else
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint d = i % p.head_size;
  uint head = i / p.head_size % p.heads;
  uint position = i / p.head_size / p.heads;
  uint batch = position / p.new_length;
  uint query = position % p.new_length;
  Extents e = extentsOf(batch);
  if (!isThere(e, query)) {
    store_y(i, 0.0);
    return;
  }
  uint slot = slotOf(batch, head);
  uint start = scoresOf(batch, head, query);
  uint visible = visibleOf(e);
  BEGIN_PRODUCT(float, y, 0u, visible)
  EACH_BLOCK(float, block, 0u, visible)
    EACH_TERM(k, visible) block = fused(load_scores(start + k), seen(slot, k, d), block);
  END_BLOCK(y, block)
  store_y(i, y);
}
#endif
