// W[n, k] = (code - zero) · scale, of codes of BITS bits: see `BlockCodes`.
#define CODE_MASK ((1u << BITS) - 1u)

// The block whose scale and zero point term k takes.
uint blockOf(uint k) {
#ifdef HAS_GROUPS
  int given = load_groups(k);
  if (given < 0 || uint(given) >= p.quant_blocks) fault(k, int64_t(given), 0u);
  return uint(clamp(given, 0, int(p.quant_blocks) - 1));
#else
  return k / p.block_size;
#endif
}

float scaleOf(uint n, uint block) { return load_scales(n * p.quant_blocks + block); }

float zeroOf(uint n, uint block) {
#if defined(PACKED_ZEROS)
  uint bit = block * BITS;
  uint at = n * p.zero_pitch + bit / 8u;
  uint two = load_zeros(at);
  if (bit % 8u + BITS > 8u) two |= load_zeros(at + 1u) << 8;
  return float(two >> bit % 8u & CODE_MASK);
#elif defined(HAS_ZEROS)
  return load_zeros(n * p.quant_blocks + block);
#else
  return float(1u << (BITS - 1u));
#endif
}
