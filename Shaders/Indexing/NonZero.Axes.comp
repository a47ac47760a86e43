// Y[axis, k] = the coordinate along the axis of flat position k.
void main() {
  uint i = invocation();
  if (i >= p.count * p.rank) return;
  uint axis = i / p.count;
  store_y(i, int64_t(load_positions(i % p.count) / p.strides[axis] % p.dims[axis]));
}
