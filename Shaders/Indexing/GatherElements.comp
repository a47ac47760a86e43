#include "Indexing/Resolve.glsl"

// Y[i, j, k] = X[i, indices[i, j, k], k]; the axis itself has stride 0.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  STRIDED_OFFSET(offset, i, RANK, p.dims, p.strides)
  store_y(i, load_x(offset + resolve(load_indices(i), p.extent) * p.step));
}
