// One element of alpha · A · B + beta · C a invocation, k ascending from p.first to p.last.
#include "Families/ProductFinish.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint column = i % p.columns;
  uint rest = i / p.columns;
  uint row = rest % p.rows;
#if BATCH_RANK > 0
  uint stack = rest / p.rows;
  STRIDED_OFFSET(ia, stack, BATCH_RANK, p.dims, p.a_strides)
  STRIDED_OFFSET(ib, stack, BATCH_RANK, p.dims, p.b_strides)
#else
  uint ia = 0u;
  uint ib = 0u;
#endif
  ia += row * p.a_steps[0] + p.first * p.a_steps[1];
  ib += column * p.b_steps[1] + p.first * p.b_steps[0];
#ifdef ACCUMULATES
  T_y sum = load_y(i);
#else
  T_y sum = T_y(0);
#endif
  LOOP(k, p.first, p.last) {
    sum += T_y(load_a(ia)) * T_y(load_b(ib));
    ia += p.a_steps[1];
    ib += p.b_steps[0];
  }
#if defined(HAS_C) || defined(SCALES)
  sum = finish(sum, row, column);
#endif
  store_y(i, sum);
}
