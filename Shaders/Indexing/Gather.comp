#include "Indexing/Resolve.glsl"

// Y[o, k, i] = X[o, indices[k], i].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.block;
  uint index = resolve(load_indices(row % p.picked), p.extent);
  store_y(i, load_x((row / p.picked * p.extent + index) * p.block + i % p.block));
}
