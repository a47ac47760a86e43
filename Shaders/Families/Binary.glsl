// C[i] = f(A[i], B[i]) after broadcasting. The including shader defines `T_c f(T_a a, T_b b)`.
// RANK 0 reads both operands straight through.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
#if RANK == 0
  store_c(i, f(load_a(i), load_b(i)));
#else
  STRIDED_OFFSET(ia, i, RANK, p.dims, p.a_strides)
  STRIDED_OFFSET(ib, i, RANK, p.dims, p.b_strides)
  store_c(i, f(load_a(ia), load_b(ib)));
#endif
}
