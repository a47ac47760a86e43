#include "Families/Fault.glsl"

// The first lengths[b] elements along the time axis are read backwards.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint time = i / p.time_stride % p.time;
  uint batch = i / p.batch_stride % p.batch;
  int64_t given = load_lengths(batch);
  if (given < 0l || given > int64_t(p.time)) fault(batch, given, 0u);
  uint length = uint(clamp(given, 0l, int64_t(p.time)));
  uint source = time < length ? length - 1u - time : time;
  store_y(i, load_x(i - time * p.time_stride + source * p.time_stride));
}
