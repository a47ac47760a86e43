// The first lengths[b] elements along the time axis are read backwards.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint time = i / p.time_stride % p.time;
  uint batch = i / p.batch_stride % p.batch;
  uint length = uint(clamp(int(load_lengths(batch)), 0, int(p.time)));
  uint source = time < length ? length - 1u - time : time;
  store_y(i, load_x(i - time * p.time_stride + source * p.time_stride));
}
