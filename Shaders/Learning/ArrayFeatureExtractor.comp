// An index outside of the axis takes its nearest end.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int64_t chosen = load_chosen(i % p.n);
  uint index = chosen < 0l ? 0u : chosen >= int64_t(p.extent) ? p.extent - 1u : uint(chosen);
  b_y[i] = b_x[i / p.n * p.extent + index];
}
