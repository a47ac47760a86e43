// One element of alpha · A · B + beta · C an invocation, for the terms p.first..<p.last.
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
  BEGIN_PRODUCT(T_y, sum, p.first, p.last)
#ifdef ACCUMULATES
  sum = load_y(i);
#endif
  EACH_BLOCK(T_y, block, p.first, p.last)
    EACH_TERM(k, p.last) {
      block = fused(T_y(load_a(ia)), T_y(load_b(ib)), block);
      ia += p.a_steps[1];
      ib += p.b_steps[0];
    }
  END_BLOCK(sum, block)
#if defined(HAS_C) || defined(SCALES)
  sum = finish(sum, row, column);
#endif
  store_y(i, sum);
}
