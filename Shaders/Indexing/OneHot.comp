// On where the index, counted from the back when negative, is the position along the new axis.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int position = int(i / p.inner % p.depth);
  int depth = int(p.depth);
  T_indices index = load_indices(i / (p.inner * p.depth) * p.inner + i % p.inner);
#if T_indices_IS_FLOAT
  T_indices whole = trunc(index);
  bool isOn = whole == T_indices(position) || whole == T_indices(position - depth);
#elif T_indices_IS_UINT
  bool isOn = index == T_indices(position);
#else
  bool isOn = index == T_indices(position) || index == T_indices(position - depth);
#endif
  store_y(i, load_values(isOn ? 1u : 0u));
}
