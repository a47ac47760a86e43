#include "Indexing/Resolve.glsl"

// Where each update element goes; the axis itself has stride 0.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  STRIDED_OFFSET(offset, i, RANK, p.dims, p.strides)
  T_indices index = load_indices(i);
  store_targets(
    i, isInside(index, p.extent) ? offset + resolve(index, p.extent) * p.step : 0xffffffffu);
}
