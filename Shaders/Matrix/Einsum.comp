// A sum of products of up to two operands, each read by its own strides.
#if OUTER_RANK > 0
#define START(offset, i, x) STRIDED_OFFSET(offset, i, OUTER_RANK, p.outer_dims, p.x##_outer)
#else
#define START(offset, i, x) uint offset = 0u;
#endif
#if INNER_RANK > 0
#define TERM(offset, k, x) STRIDED_OFFSET(offset, k, INNER_RANK, p.inner_dims, p.x##_inner)
#else
#define TERM(offset, k, x) uint offset = 0u;
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  START(start0, i, x0)
#if OPERANDS > 1
  START(start1, i, x1)
#endif
  BEGIN_PRODUCT(T_y, sum, 0u, p.terms)
  EACH_BLOCK(T_y, block, 0u, p.terms)
    EACH_TERM(k, p.terms) {
      TERM(term0, k, x0)
#if OPERANDS > 1
      TERM(term1, k, x1)
      block = T_y(fused(load_x0(start0 + term0), load_x1(start1 + term1), block));
#else
      block += T_y(load_x0(start0 + term0));
#endif
    }
  END_BLOCK(sum, block)
  store_y(i, sum);
}
