#include "Microsoft/GroupQuery.glsl"

// The last rows of x, for a cache that keeps no others.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint d = i % p.cached_size;
  uint j = i / p.cached_size % p.past_rows;
  uint slot = i / p.cached_size / p.past_rows;
  Extents e = extentsOf(slot / p.key_heads);
  if (int(j) >= e.kept) {
    store_y(i, T_y(0));
    return;
  }
  uint first = uint(e.resident + e.queries - e.kept);
  b_y[i] = b_x[(slot * p.rows + first + j) * p.cached_size + d];
}
