// How products add up. With SUMS_INTEGERS operands are floats that hold integers of at most 255: the sum
// of a block of WONNX_PRODUCT_BLOCK products is exact without a fused step, and blocks add up as integers.
#ifdef SUMS_INTEGERS
#define TOTAL int
#define TOTAL4 ivec4
#define TERM(a, b, sum) ((a) * (b) + (sum))
#else
#define TOTAL float
#define TOTAL4 vec4
#define TERM(a, b, sum) fused(a, b, sum)
#endif
