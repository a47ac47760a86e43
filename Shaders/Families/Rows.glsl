// A row by LANES invocations: one, or a whole subgroup. The operands' starts are <name>_outer over
// outer_dims, their elements <name>_inner over inner_dims.

uint row() { return invocation() / uint(LANES); }

// Goes through the row's elements: k counts them.
#define EACH(k) for (uint k = lane(); k < p.extent; k += uint(LANES))

#if LANES == 1
uint lane() { return 0u; }
#define JOIN_MAX(v) (v)
#define JOIN_MIN(v) (v)
#define JOIN_ANY(v) (v)
#else
uint lane() { return invocation() % uint(LANES); }
#define JOIN_MAX(v) subgroupMax(v)
#define JOIN_MIN(v) subgroupMin(v)
#define JOIN_ANY(v) subgroupAny(v)
#endif

// Declares `offset`: where row r of an operand starts.
#if OUTER_RANK == 0
#define ROW_START(offset, r, strides) uint offset = 0u;
#elif OUTER_RANK == 1
#define ROW_START(offset, r, strides) uint offset = (r) * p.strides[0];
#else
#define ROW_START(offset, r, strides) STRIDED_OFFSET(offset, r, OUTER_RANK, p.outer_dims, p.strides)
#endif

// Declares `offset`: where element k of a row lies from the row's start.
#if INNER_RANK == 0
#define ELEMENT(offset, k, strides) uint offset = 0u;
#elif INNER_RANK == 1
#define ELEMENT(offset, k, strides) uint offset = (k) * p.strides[0];
#else
#define ELEMENT(offset, k, strides) STRIDED_OFFSET(offset, k, INNER_RANK, p.inner_dims, p.strides)
#endif
