#ifndef WONNX_SUMS
#define WONNX_SUMS
// The order of summation: see Sources/Operators/SUMMATION.md, and `Summation` for the numbers.
#define WONNX_PRODUCT_BLOCK 256u
#define WONNX_SUM_BLOCK 128u
#define WONNX_SUM_LANES 16u

// a · b + c with one rounding, which `fma` has where the device says so. Doubles take two.
#if WONNX_FUSES_EXACTLY
// The product of two floats is exact in double; the sum is rounded to odd there, and a double has
// more than two bits beyond a float, so that the last conversion rounds once.
float fused(float a, float b, float c) {
  double product = double(a) * double(b);
  double addend = double(c);
  double sum = product + addend;
  double part = sum - product;
  double error = (product - (sum - part)) + (addend - part);
  uvec2 bits = unpackDouble2x32(sum);
  // An error that is NaN belongs to a sum that is not finite and needs no correction.
  if ((bits.x & 1u) == 0u && (error > 0.0lf || error < 0.0lf)) {
    bool isBelow = (error < 0.0lf) != (bits.y >> 31 == 1u);
    bits = isBelow ? uvec2(bits.x - 1u, bits.y - (bits.x == 0u ? 1u : 0u)) : uvec2(bits.x | 1u, bits.y);
  }
  return float(packDouble2x32(bits));
}

vec4 fused(vec4 a, vec4 b, vec4 c) {
  return vec4(
    fused(a.x, b.x, c.x), fused(a.y, b.y, c.y), fused(a.z, b.z, c.z), fused(a.w, b.w, c.w));
}
#else
float fused(float a, float b, float c) { return fma(a, b, c); }
vec4 fused(vec4 a, vec4 b, vec4 c) { return fma(a, b, c); }
#endif

vec4 fused(float a, vec4 b, vec4 c) { return fused(vec4(a), b, c); }
#if WONNX_HAS_FLOAT64
double fused(double a, double b, double c) { return a * b + c; }
#endif
int fused(int a, int b, int c) { return a * b + c; }
uint fused(uint a, uint b, uint c) { return a * b + c; }
int64_t fused(int64_t a, int64_t b, int64_t c) { return a * b + c; }
uint64_t fused(uint64_t a, uint64_t b, uint64_t c) { return a * b + c; }

// A product's sum of type T over the terms first..<last:
//
//   BEGIN_PRODUCT(T, total, first, last)
//   EACH_BLOCK(T, block, first, last)
//     EACH_TERM(k, last) block = fused(…, …, block);
//   END_BLOCK(total, block)
//
// -0 + x is x, of every x; a sum of no terms is 0.
#define BEGIN_PRODUCT(T, total, first, last) T total = (first) < (last) ? -T(0) : T(0);
#define EACH_BLOCK(T, block, first, last) \
  for (uint start_ = (first); start_ < (last); start_ = WONNX_BLOCK_END(start_)) { \
    T block = T(0);
#define WONNX_BLOCK_END(k) (((k) / WONNX_PRODUCT_BLOCK + 1u) * WONNX_PRODUCT_BLOCK)
#define EACH_TERM(k, last) LOOP(k, start_, min(WONNX_BLOCK_END(start_), (last)))
#define END_BLOCK(total, block) \
    total += block; \
  }
#endif
