// Each element of the cache looks whether the update covers it.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint position = i / p.block % p.most;
#if HAS_STARTS
  int start = int(load_starts(i / p.batch_stride));
#else
  int start = 0;
#endif
  int k = int(position) - start;
#if IS_CIRCULAR
  int most = int(p.most);
  k = (k % most + most) % most;
#endif
  T_y value = load_x(i);
  if (k >= 0 && uint(k) < p.written) {
    uint prefix = i / (p.block * p.most);
    value = load_update((prefix * p.written + uint(k)) * p.block + i % p.block);
  }
  store_y(i, value);
}
