#include "Microsoft/GroupQuery.glsl"

// Scores or weights by absolute positions, [batch, heads, new_length, total].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row_ = i / p.total;
  uint query = row_ % p.new_length;
  Extents e = extentsOf(row_ / p.new_length / p.heads);
  int key = int(i % p.total) - firstOf(e);
  bool isShown = isThere(e, query) && key >= 0 && uint(key) < visibleOf(e) && sees(e, query, uint(key));
#ifdef T_scores
  store_y(i, isShown ? load_scores(row_ * p.rows + uint(key)) : 0.0);
#else
  store_y(i, 0.0);
#endif
}
