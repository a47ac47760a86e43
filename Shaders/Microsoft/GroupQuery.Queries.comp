#include "Microsoft/GroupQuery.glsl"
#include "Microsoft/GroupQuery.Heads.glsl"

// Rotated queries, [batch, new_length, heads, head_size].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint position = i / p.head_size / p.heads;
  uint batch = position / p.new_length;
  store_y(
    i,
    newElement(
      batch, position % p.new_length, i / p.head_size % p.heads, i % p.head_size,
      extentsOf(batch)));
}
