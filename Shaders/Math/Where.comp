// output = condition ? X : Y. RANK 0 is one element.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
#if RANK == 0
  store_c(i, load_condition(0u) ? load_a(0u) : load_b(0u));
#else
  STRIDED_OFFSET(ic, i, RANK, p.dims, p.condition_strides)
  STRIDED_OFFSET(ia, i, RANK, p.dims, p.a_strides)
  STRIDED_OFFSET(ib, i, RANK, p.dims, p.b_strides)
  store_c(i, load_condition(ic) ? load_a(ia) : load_b(ib));
#endif
}
