// What an invocation of an element-wise kernel works on: an element, or with QUADS four, of which i is
// the number. OPERAND(x) declares x, what the operand x has there, READ_x(offset) being how it is read;
// LANE(x) is x's element in a turn of EACH_LANE, and PLACE that element's number.
#ifdef QUADS
#define ELEMENTS(name) V_##name
#define EACH_LANE [[unroll]] for (int lane_ = 0; lane_ < 4; ++lane_)
#define LANE(v) v[lane_]
#define PLACE (4u * i + uint(lane_))
#define STORE(name, v) store4_##name(i, v)
#else
#define ELEMENTS(name) T_##name
#define EACH_LANE
#define LANE(v) v
#define PLACE i
#define STORE(name, v) store_##name(i, v)
#endif

// RANK 0 reads every operand straight through.
#if RANK == 0
#define OPERAND(name) ELEMENTS(name) name = READ_##name(i);
#else
#define OPERAND(name) \
  STRIDED_OFFSET(name##_offset, i, RANK, p.dims, p.name##_strides) \
  ELEMENTS(name) name = READ_##name(name##_offset);
#endif
