// Quantised elements less their zero point.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  T_y y = T_y(load_x(i));
#ifdef HAS_ZERO
#if RANK > 0
  STRIDED_OFFSET(offset, i, RANK, p.dims, p.zero_strides)
#else
  uint offset = 0u;
#endif
  y -= T_y(load_zero(offset));
#endif
  store_y(i, y);
}
