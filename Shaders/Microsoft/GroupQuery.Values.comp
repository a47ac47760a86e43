#include "Microsoft/GroupQuery.glsl"
#include "Microsoft/GroupQuery.Seen.glsl"

// [batch, new_length, heads, head_size].
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
  uint slot = batch * p.key_heads + keyHead(head);
  uint visible = visibleOf(e);
  uint start = ((batch * p.heads + head) * p.new_length + query) * p.rows;
  BEGIN_PRODUCT(float, y, 0u, visible)
  EACH_BLOCK(float, block, 0u, visible)
    EACH_TERM(k, visible) block = fused(load_scores(start + k), seen(slot, k, d), block);
  END_BLOCK(y, block)
  store_y(i, y);
}
