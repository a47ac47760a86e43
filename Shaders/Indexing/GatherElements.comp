#include "Families/Fault.glsl"
#include "Indexing/Resolve.glsl"

// Y[i, j, k] = X[i, indices[i, j, k], k]; the axis itself has stride 0.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  STRIDED_OFFSET(offset, i, RANK, p.dims, p.strides)
  T_indices index = load_indices(i);
  if (!isInside(index, p.extent)) fault(i, int64_t(index), 0u);
  store_y(i, load_x(offset + resolve(index, p.extent) * p.step));
}
