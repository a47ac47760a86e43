#if HAS_STARTS
#include "Families/Fault.glsl"
#endif

// Each element of the cache looks whether the update covers it.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint position = i / p.block % p.most;
#if HAS_STARTS
  int64_t start = load_starts(i / p.batch_stride);
#if !IS_CIRCULAR
  if (p.written > 0u && (start < 0l || start > int64_t(p.most) - int64_t(p.written))) {
    fault(i / p.batch_stride, start, 0u);
  }
#endif
#else
  int64_t start = 0l;
#endif
#if IS_CIRCULAR
  int64_t most = int64_t(p.most);
  int64_t first = (start % most + most) % most;
  int64_t k = (int64_t(position) - first + most) % most;
#else
  int64_t k = int64_t(position) - clamp(start, -1l, int64_t(p.most));
#endif
  T_y value = load_x(i);
  if (k >= 0l && k < int64_t(p.written)) {
    uint prefix = i / (p.block * p.most);
    value = load_update((prefix * p.written + uint(k)) * p.block + i % p.block);
  }
  store_y(i, value);
}
