#include "Families/Fault.glsl"
#include "Indexing/Resolve.glsl"

// Y[o, k, i] = X[o, indices[k], i].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.block;
  T_indices given = load_indices(row % p.picked);
  if (!isInside(given, p.extent)) fault(row % p.picked, int64_t(given), 0u);
  uint index = resolve(given, p.extent);
  store_y(i, load_x((row / p.picked * p.extent + index) * p.block + i % p.block));
}
