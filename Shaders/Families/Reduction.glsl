// One invocation folds one output, in row-major order of the folded axes, as the interpreter does.
// The including shader defines the accumulator type A, `A start()`, `A fold(A, T_x)` and
// `T_y finish(A, uint count)`.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
#if OUTER_RANK > 0
  STRIDED_OFFSET(first, i, OUTER_RANK, p.outer_dims, p.outer_strides)
#else
  uint first = 0u;
#endif
#ifdef STARTS_FROM_FIRST
  A a = p.fold_count > 0u ? A(load_x(first)) : start();
#else
  A a = start();
#endif
  LOOP(k, 0u, p.fold_count) {
#if INNER_RANK == 0
    uint offset = 0u;
#elif INNER_RANK == 1
    uint offset = k * p.inner_strides[0];
#else
    STRIDED_OFFSET(offset, k, INNER_RANK, p.inner_dims, p.inner_strides)
#endif
    a = fold(a, load_x(first + offset));
  }
  store_y(i, finish(a, p.fold_count));
}
