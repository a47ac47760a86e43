#ifndef WONNX_RANDOM
#define WONNX_RANDOM
// The same numbers as `Philox`. Takes 10 iterations a number.
uvec4 randomBlock(uint position) {
  uint k0 = p.key0;
  uint k1 = p.key1;
  uvec4 c = uvec4(position, 0u, 0u, 0u);
  LOOP(round_, 0u, 10u) {
    uint aHigh, aLow, bHigh, bLow;
    umulExtended(0xd2511f53u, c.x, aHigh, aLow);
    umulExtended(0xcd9e8d57u, c.z, bHigh, bLow);
    c = uvec4(bHigh ^ c.y ^ k0, bLow, aHigh ^ c.w ^ k1, aLow);
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  return c;
}

float randomFloat(uint index) {
  uvec4 block = randomBlock(index / 4u);
  uint lane = index % 4u;
  uint word = lane == 0u ? block.x : lane == 1u ? block.y : lane == 2u ? block.z : block.w;
  return float(word >> 8) * uintBitsToFloat(0x33800000u);
}

#if WONNX_HAS_FLOAT64
double randomDouble(uint index) {
  uvec4 block = randomBlock(index / 2u);
  uint high = index % 2u == 0u ? block.x : block.z;
  uint low = index % 2u == 0u ? block.y : block.w;
  uint64_t bits = uint64_t(high) << 21 | uint64_t(low >> 11);
  return double(bits) * packDouble2x32(uvec2(0u, 0x3ca00000u));
}
#endif
#endif
