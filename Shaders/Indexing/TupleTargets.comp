#include "Families/Fault.glsl"
#include "Indexing/Resolve.glsl"

// Where each update element goes.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint tuple = i / p.block;
  uint target = tuple / p.per_batch * p.batch_stride + i % p.block;
  bool isKept = true;
  LOOP(k, 0u, TUPLE) {
    int64_t index = load_indices(tuple * TUPLE + k);
    if (!isInside(index, p.extents[k])) {
      isKept = false;
      fault(tuple * TUPLE + k, index, k);
    }
    target += resolve(index, p.extents[k]) * p.strides[k];
  }
  store_targets(i, isKept ? target : 0xffffffffu);
}
