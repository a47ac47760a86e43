#ifndef MATHEMATICS_CORE
#define MATHEMATICS_CORE

// high + low, unevaluated.
struct FloatPair {
  float high;
  float low;
};

// quadrant · π/2 + high + low; two bits of the quadrant count.
struct FloatAngle {
  float high;
  float low;
  uint quadrant;
};

// Three consecutive words of the digits of 2/π.
struct FloatDigits {
  uint first;
  uint second;
  uint third;
};

uint m_bits(float x) {
  return floatBitsToUint(x);
}

float m_fromBits(uint bits) {
  return uintBitsToFloat(bits);
}

// The upper half of a · b.
uint m_mulHigh(uint a, uint b) {
  uint high;
  uint low;
  umulExtended(a, b, high, low);
  return high;
}

int m_leadingZeros(uint word) {
  return 31 - findMSB(word);
}

// A word of at most 24 significant bits as a number.
float m_converted(uint word) {
  return float(word);
}

#if WONNX_HAS_FLOAT64
struct DoublePair {
  double high;
  double low;
};

struct DoubleAngle {
  double high;
  double low;
  uint quadrant;
};

struct DoubleDigits {
  uint64_t first;
  uint64_t second;
  uint64_t third;
};

uint64_t m_bits(double x) {
  return doubleBitsToUint64(x);
}

double m_fromBits(uint64_t bits) {
  return uint64BitsToDouble(bits);
}

// The upper half of a · b.
uint64_t m_mulHigh(uint64_t a, uint64_t b) {
  uint64_t aLow = a & 0xfffffffful;
  uint64_t aHigh = a >> 32;
  uint64_t bLow = b & 0xfffffffful;
  uint64_t bHigh = b >> 32;
  uint64_t low = aLow * bLow;
  uint64_t first = aHigh * bLow + (low >> 32);
  uint64_t second = aLow * bHigh + (first & 0xfffffffful);
  return aHigh * bHigh + (first >> 32) + (second >> 32);
}

int m_leadingZeros(uint64_t word) {
  uint high = uint(word >> 32);
  return high != 0u ? 31 - findMSB(high) : 63 - findMSB(uint(word));
}

// A word of at most 53 significant bits as a number.
double m_converted(uint64_t word) {
  return double(uint(word >> 32)) * 4294967296.0lf + double(uint(word));
}
#endif

#endif
