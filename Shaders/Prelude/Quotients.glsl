#ifndef WONNX_QUOTIENT_FUNCTIONS
#define WONNX_QUOTIENT_FUNCTIONS
// Quotients and roots of floats, rounded to nearest, for devices whose own are not: Vulkan lets a quotient
// err by 2.5 ULP. Shaders write `/` and `sqrt`; the pass over their compiled modules calls these. Constant
// parameters are passed as values, others as pointers.
#if WONNX_QUOTIENTS == 1
// A double has more than twice a float's bits, and two, so rounding twice is rounding once.
float wonnx_quotient(const float a, const float b) { return float(double(a) / double(b)); }
float wonnx_root(const float a) { return float(sqrt(double(a))); }
#elif WONNX_QUOTIENTS == 2
// A finite float above zero as mantissa · 2^exponent, the mantissa of 24 bits.
uint wonnx_mantissa(uint bits, out int exponent) {
  int field = int(bits >> 23);
  uint mantissa = bits & 0x7fffffu;
  int shift = field == 0 ? 23 - findMSB(mantissa) : 0;
  exponent = max(field, 1) - 150 - shift;
  return field == 0 ? mantissa << shift : mantissa | 0x800000u;
}

// The float nearest to mantissa · 2^exponent and, where `rest`, a little more; the mantissa has 26 bits.
uint wonnx_rounded(uint mantissa, int exponent, bool rest) {
  int field = exponent + 152;
  int shift = field > 0 ? 2 : min(3 - field, 31);
  uint kept = mantissa >> shift;
  uint dropped = mantissa & ((1u << shift) - 1u);
  uint tie = 1u << (shift - 1);
  if (dropped > tie || (dropped == tie && (rest || (kept & 1u) == 1u))) kept += 1u;
  // A mantissa that became 2^24 adds one to the field.
  return field >= 255 ? 0x7f800000u : kept + (field > 0 ? uint(field - 1) << 23 : 0u);
}

float wonnx_quotient(const float a, const float b) {
  uint sign = (floatBitsToUint(a) ^ floatBitsToUint(b)) & 0x80000000u;
  uint x = floatBitsToUint(a) & 0x7fffffffu;
  uint y = floatBitsToUint(b) & 0x7fffffffu;
  bool isUndefined = x == y && (x == 0u || x == 0x7f800000u);
  if (isUndefined || max(x, y) > 0x7f800000u) return uintBitsToFloat(0x7fc00000u);
  if (x == 0x7f800000u || y == 0u) return uintBitsToFloat(sign | 0x7f800000u);
  if (x == 0u || y == 0x7f800000u) return uintBitsToFloat(sign);
  int ex;
  int ey;
  uint m = wonnx_mantissa(x, ex);
  uint n = wonnx_mantissa(y, ey);
  int shift = m < n ? 26 : 25;
  uint64_t dividend = uint64_t(m) << shift;
  uint quotient = uint(dividend / uint64_t(n));
  bool rest = uint64_t(quotient) * uint64_t(n) != dividend;
  return uintBitsToFloat(sign | wonnx_rounded(quotient, ex - ey - shift, rest));
}

float wonnx_root(const float a) {
  uint x = floatBitsToUint(a);
  if (x == 0u || x == 0x80000000u || x == 0x7f800000u) return a;
  if (x > 0x7f800000u) return uintBitsToFloat(0x7fc00000u);
  int exponent;
  uint mantissa = wonnx_mantissa(x, exponent);
  // 51 or 52 bits, so that the root has 26, over an even power of two.
  int shift = 27 + ((exponent + 27) & 1);
  uint64_t square = uint64_t(mantissa) << shift;
  uint64_t root = 0ul;
  [[unroll]] for (int bit = 25; bit >= 0; --bit) {
    uint64_t trial = root | 1ul << bit;
    if (trial * trial <= square) root = trial;
  }
  return uintBitsToFloat(
    wonnx_rounded(uint(root), (exponent - shift) / 2, root * root != square));
}
#endif
#endif
