#ifndef WONNX_TYPES
#define WONNX_TYPES

#define INFINITY_F32 uintBitsToFloat(0x7f800000u)
#define NAN_F32 uintBitsToFloat(0x7fc00000u)

// How a float of at most 8 bits marks what is not a finite number: see `FloatFormat`.
#define SPECIALS_IEEE 0u
#define SPECIALS_FINITE 1u
#define SPECIALS_UNSIGNED_ZERO 2u
#define SPECIALS_NONE 3u

float decodeSmallFloat(
  uint code, uint exponentBits, uint mantissaBits, uint bias, uint specials
) {
  uint signBit = 1u << (exponentBits + mantissaBits);
  uint magnitude = code & (signBit - 1u);
  uint sign = (code & signBit) != 0u ? 0x80000000u : 0u;
  uint infinity = ((1u << exponentBits) - 1u) << mantissaBits;
  if (specials == SPECIALS_UNSIGNED_ZERO && code == signBit) return NAN_F32;
  if (specials == SPECIALS_FINITE && magnitude == signBit - 1u) return NAN_F32;
  if (specials == SPECIALS_IEEE && magnitude >= infinity) {
    return magnitude == infinity ? uintBitsToFloat(sign | 0x7f800000u) : NAN_F32;
  }
  uint exponent = magnitude >> mantissaBits;
  if (exponent == 0u) {
    float step = uintBitsToFloat((128u - bias - mantissaBits) << 23);
    return uintBitsToFloat(sign | floatBitsToUint(float(magnitude) * step));
  }
  uint mantissa = magnitude & ((1u << mantissaBits) - 1u);
  return uintBitsToFloat(
    sign | (exponent + 127u - bias) << 23 | mantissa << (23u - mantissaBits));
}

// The nearest code, ties to even. A number that is too large becomes the largest finite one where
// `saturates`, else an infinity or a NaN, if the format has one.
uint encodeSmallFloat(
  float x, uint exponentBits, uint mantissaBits, uint bias, uint specials, bool saturates
) {
  uint bits = floatBitsToUint(x);
  uint magnitude = bits & 0x7fffffffu;
  uint signBit = 1u << (exponentBits + mantissaBits);
  uint sign = (bits >> 31) * signBit;
  uint infinity = ((1u << exponentBits) - 1u) << mantissaBits;
  uint largest = specials == SPECIALS_IEEE ? infinity - 1u
    : specials == SPECIALS_FINITE ? signBit - 2u : signBit - 1u;
  uint nan = specials == SPECIALS_IEEE ? infinity | 1u << (mantissaBits - 1u)
    : specials == SPECIALS_FINITE ? signBit - 1u
    : signBit;
  if (magnitude > 0x7f800000u) return nan;
  uint overflow = saturates || specials == SPECIALS_NONE ? sign | largest
    : specials == SPECIALS_IEEE ? sign | infinity
    : specials == SPECIALS_UNSIGNED_ZERO ? nan : sign | nan;
  if (magnitude == 0x7f800000u) return overflow;
  int exponent = max(int(magnitude >> 23), 1) - 127;
  uint significand = (magnitude & 0x7fffffu) | (magnitude >= 0x800000u ? 0x800000u : 0u);
  int target = max(exponent, 1 - int(bias));
  uint shift = uint(23 - int(mantissaBits) + target - exponent);
  uint steps = 0u;
  if (shift <= 25u) {
    uint rest = significand & ((1u << shift) - 1u);
    uint half_ = 1u << (shift - 1u);
    steps = significand >> shift;
    if (rest > half_ || (rest == half_ && (steps & 1u) == 1u)) steps += 1u;
  }
  if (steps == 0u) return specials == SPECIALS_UNSIGNED_ZERO ? 0u : sign;
  // `steps` holds the hidden bit of a normal number, and a carry raises the exponent by itself.
  uint code = (uint(target + int(bias) - 1) << mantissaBits) + steps;
  return code > largest ? overflow : sign | code;
}

float decodeE8M0(uint code) {
  return uintBitsToFloat(code == 255u ? 0x7fc00000u : code == 0u ? 0x400000u : code << 23);
}

// Direction: 0 to nearest, ties to the larger power; 1 up; 2 down. See `Float8E8M0`.
uint encodeE8M0(float x, uint direction, bool saturates) {
  uint bits = floatBitsToUint(x);
  uint magnitude = bits & 0x7fffffffu;
  uint overflow = saturates ? 254u : 255u;
  if (magnitude == 0u) return saturates ? 0u : 255u;
  if (magnitude > 0x7f800000u || bits != magnitude) return 255u;
  if (magnitude == 0x7f800000u) return overflow;
  uint exponent = magnitude >> 23;
  uint mantissa = magnitude & 0x7fffffu;
  if (exponent == 0u) {
    if (!saturates && mantissa < 0x400000u) return 255u;
    // 2^-127 is subnormal in float32: its significand is bit 22 alone.
    bool carries = direction == 0u ? mantissa >= 0x600000u
      : direction == 1u && mantissa > 0x400000u;
    return carries ? 1u : 0u;
  }
  bool carries = direction == 0u ? mantissa >= 0x400000u : direction == 1u && mantissa > 0u;
  uint code = exponent + (carries ? 1u : 0u);
  return code > 254u ? overflow : code;
}

float decodeBFloat16(uint code) { return uintBitsToFloat(code << 16); }

uint encodeBFloat16(float x) {
  uint bits = floatBitsToUint(x);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return bits >> 16 & 0x8000u | 0x7fc0u;
  return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
}

uint encodeFloat16(float x) {
  uint bits = floatBitsToUint(x);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return bits >> 16 & 0x8000u | 0x7e00u;
  return encodeSmallFloat(x, 5u, 10u, 15u, SPECIALS_IEEE, false);
}

// The nearest float, or of the two around `x` the one with an odd significand: rounding that again to
// fewer bits rounds `x` once.
float narrowToOdd(double x) {
  float nearest = float(x);
  double back = double(nearest);
  if (back == x || x != x) return nearest;
  uint bits = floatBitsToUint(nearest);
  if ((bits & 0x7fffffffu) == 0x7f800000u) return uintBitsToFloat(bits - 1u);
  if ((bits & 1u) == 1u) return nearest;
  return uintBitsToFloat(abs(back) < abs(x) ? bits + 1u : bits - 1u);
}

// GLSL leaves the direction of round(0.5) open; roundEven does not, but in llvmpipe it is not to even
// for double.
float nearestEven(float x) { return roundEven(x); }

double nearestEven(double x) {
  double whole = floor(x);
  double rest = x - whole;
  bool isOdd = whole - 2.0lf * floor(whole * 0.5lf) != 0.0lf;
  double nearest = rest > 0.5lf || (rest == 0.5lf && isOdd) ? whole + 1.0lf : whole;
  // The zero of a negative number is negative.
  return nearest != 0.0lf ? nearest : x < 0.0lf ? -0.0lf : x > 0.0lf ? 0.0lf : x;
}

#if WONNX_HAS_RTE16
#define DECODE_float16(raw) float(raw)
#define ENCODE_float16(v) float16_t(v)
#else
#define DECODE_float16(raw) unpackHalf2x16(uint(raw)).x
#define ENCODE_float16(v) uint16_t(encodeFloat16(v))
#endif
#define DECODE_bfloat16(raw) decodeBFloat16(uint(raw))
#define ENCODE_bfloat16(v) uint16_t(encodeBFloat16(v))
#endif
