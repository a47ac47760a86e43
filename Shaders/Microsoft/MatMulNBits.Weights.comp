// A matrix in codes, decoded.
#ifdef HAS_GROUPS
#include "Families/Fault.glsl"
#endif
#include "Microsoft/BlockWeights.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint n = i / p.depth;
  uint k = i % p.depth;
  uint bit = k % p.block_size * BITS;
  uint at = (n * p.quant_blocks + k / p.block_size) * p.block_bytes + bit / 8u;
  uint two = load_codes(at);
  if (bit % 8u + BITS > 8u) two |= load_codes(at + 1u) << 8;
  float code = float(two >> bit % 8u & CODE_MASK);
  uint block = blockOf(k);
  store_w(i, (code - zeroOf(n, block)) * scaleOf(n, block));
}
