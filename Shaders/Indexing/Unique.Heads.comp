#include "Indexing/Unique.glsl"

// Y[k] = 1 where sorted slice k differs from the one before.
void main() {
  uint k = invocation();
  if (k >= p.extent) return;
  bool isHead = k == 0u || compare(load_order(k - 1u), load_order(k)) != 0;
  store_y(k, isHead ? 1u : 0u);
}
