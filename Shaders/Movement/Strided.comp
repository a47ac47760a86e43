// Y[i…] = X[start + sum of i · stride]; strides may be negative.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int offset = int(p.start);
#if RANK > 0
  uint rest = i;
  for (int axis = RANK - 1; axis >= 0; --axis) {
    offset += int(rest % p.dims[axis]) * p.strides[axis];
    rest /= p.dims[axis];
  }
#endif
  store_y(i, load_x(uint(offset)));
}
