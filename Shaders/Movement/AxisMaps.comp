// Y[i, j, …] = X[m0[i], m1[j], …]; a negative entry reads the filler. An axis without a map (base <
// 0) is read straight through.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint offset = 0u;
  bool isFilled = false;
#if RANK > 0
  uint rest = i;
  for (int axis = RANK - 1; axis >= 0; --axis) {
    uint position = rest % p.dims[axis];
    rest /= p.dims[axis];
    int base = p.bases[axis];
    int source = base < 0 ? int(position) : p.maps[base + int(position)];
    isFilled = isFilled || source < 0;
    offset += uint(source) * p.steps[axis];
  }
#endif
  T_y value = FILLER;
  if (!isFilled) value = load_x(offset);
  store_y(i, value);
}
