// A row by LANES invocations: one, a part of a subgroup, a subgroup, or a workgroup of several; or with
// COLUMNS one of so many rows of a workgroup, which are neighbours in memory. The operands' starts are
// <name>_outer over outer_dims, their elements <name>_inner over inner_dims.

// The row's invocations in one subgroup.
#if LANES < WONNX_SUBGROUP_SIZE
#define ROW_WIDTH LANES
#else
#define ROW_WIDTH WONNX_SUBGROUP_SIZE
#endif

#ifdef COLUMNS
uint column() { return gl_LocalInvocationID.x % uint(COLUMNS); }
uint row() { return invocation() / uint(LANES * COLUMNS) * uint(COLUMNS) + column(); }
uint lane() { return gl_LocalInvocationID.x / uint(COLUMNS); }
#elif LANES == 1
uint row() { return invocation(); }
uint lane() { return 0u; }
#else
// Where an invocation is in its workgroup, the ones of a subgroup side by side.
uint place() { return gl_SubgroupID * uint(WONNX_SUBGROUP_SIZE) + gl_SubgroupInvocationID; }
uint row() { return (invocation() - gl_LocalInvocationID.x + place()) / uint(LANES); }
uint lane() { return place() % uint(LANES); }
#endif

// Goes through the row's elements: k counts them.
#define EACH(k) for (uint k = lane(); k < p.extent; k += uint(LANES))

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
