// Folds each row, in row-major order of the folded axes as the interpreter does. The including shader
// defines the accumulator type A, `A start()`, `A fold(A, T_x, uint k)` and `T_y finish(A, uint count)`;
// where a row has several invocations, also `A merge(A, A)` of two folds, in any order, and
// `A exchanged(A, uint s)`, that of the invocation whose place differs by s.
#include "Families/Rows.glsl"

#ifdef COLUMNS
shared A row_folds[LANES][COLUMNS];

A merged(A a) {
  row_folds[lane()][column()] = a;
  barrier();
  a = row_folds[0][column()];
  LOOP(k, 1u, uint(LANES)) a = merge(a, row_folds[k][column()]);
  return a;
}
#elif LANES > 1
#if LANES > ROW_WIDTH
shared A row_folds[LANES / ROW_WIDTH];
#endif

A merged(A a) {
  [[unroll]] for (uint s = uint(ROW_WIDTH) / 2u; s > 0u; s /= 2u) a = merge(a, exchanged(a, s));
#if LANES > ROW_WIDTH
  if (gl_SubgroupInvocationID == 0u) row_folds[gl_SubgroupID] = a;
  barrier();
  a = row_folds[0];
  LOOP(k, 1u, uint(LANES / ROW_WIDTH)) a = merge(a, row_folds[k]);
#endif
  return a;
}
#endif

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
#ifdef STARTS_FROM_FIRST
  A a = p.extent > 0u ? A(load_x(x_start)) : start();
#else
  A a = start();
#endif
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    a = fold(a, load_x(x_start + x_offset), k);
  }
#if LANES > 1
  a = merged(a);
#endif
  if (lane() == 0u) store_y(r, finish(a, p.extent));
}
