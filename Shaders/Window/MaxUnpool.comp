#include "Families/Fault.glsl"

// Puts each element where its index says.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int64_t index = load_indices(i);
  if (index < int64_t(0) || index >= int64_t(p.extent)) {
    fault(i, index, 0u);
    return;
  }
  STRIDED_OFFSET(offset, uint(index), RANK, p.dims, p.y_strides)
  store_y(offset, load_x(i));
}
