// Y[slice] = the place of the slice's group.
void main() {
  uint i = invocation();
  if (i < p.count) store_y(i, int64_t(load_targets(load_ranks(i))));
}
