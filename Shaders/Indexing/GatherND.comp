#include "Families/Fault.glsl"
#include "Indexing/Resolve.glsl"

// The last axis of the indices is a position in the leading axes of x.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint tuple = i / p.block;
  uint offset = tuple / p.per_batch * p.batch_stride + i % p.block;
  LOOP(k, 0u, TUPLE) {
    T_indices index = load_indices(tuple * TUPLE + k);
    if (!isInside(index, p.extents[k])) fault(tuple * TUPLE + k, int64_t(index), k);
    offset += resolve(index, p.extents[k]) * p.strides[k];
  }
  store_y(i, load_x(offset));
}
