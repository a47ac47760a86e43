// A sum of products of up to four operands, each read by its own strides.
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
#if OPERANDS > 2
  START(start2, i, x2)
#endif
#if OPERANDS > 3
  START(start3, i, x3)
#endif
  T_y sum = T_y(0);
  LOOP(k, 0u, p.terms) {
    TERM(term0, k, x0)
    T_y product = load_x0(start0 + term0);
#if OPERANDS > 1
    TERM(term1, k, x1)
    product *= load_x1(start1 + term1);
#endif
#if OPERANDS > 2
    TERM(term2, k, x2)
    product *= load_x2(start2 + term2);
#endif
#if OPERANDS > 3
    TERM(term3, k, x3)
    product *= load_x3(start3 + term3);
#endif
    sum += product;
  }
  store_y(i, sum);
}
