#include "Families/Fault.glsl"
#include "Indexing/Resolve.glsl"

// Where each update element goes; the axis itself has stride 0.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  STRIDED_OFFSET(offset, i, RANK, p.dims, p.strides)
  T_indices index = load_indices(i);
  bool isKept = isInside(index, p.extent);
  if (!isKept) fault(i, int64_t(index), 0u);
  store_targets(
    i, isKept ? offset + resolve(index, p.extent) * p.step : 0xffffffffu);
}
