// One invocation folds one output, in row-major order of the folded axes, as the interpreter does.
// The including shader defines the accumulator type A, `A start()`, `A step(A, T_x)` and
// `T_y finish(A, uint count)`.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start_ = 0u;
#if OUTER_RANK > 0
  uint rest = i;
  for (int axis = OUTER_RANK - 1; axis >= 0; --axis) {
    start_ += (rest % p.outer_dims[axis]) * p.outer_strides[axis];
    rest /= p.outer_dims[axis];
  }
#endif
  A a = start();
  LOOP(k, 0u, p.fold_count) {
    uint offset = start_;
#if INNER_RANK == 1
    offset += k * p.inner_strides[0];
#elif INNER_RANK > 1
    uint rest_k = k;
    for (int axis = INNER_RANK - 1; axis >= 0; --axis) {
      offset += (rest_k % p.inner_dims[axis]) * p.inner_strides[axis];
      rest_k /= p.inner_dims[axis];
    }
#endif
    a = step(a, load_x(offset));
  }
  store_y(i, finish(a, p.fold_count));
}
