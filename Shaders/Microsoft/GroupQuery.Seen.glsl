// Element d of a cached row, as a number.
float seen(uint slot, uint j, uint d) {
#ifndef BITS
  return load_x((slot * p.rows + j) * p.head_size + d);
#else
  float scale = load_scales(
    p.scale_count > 1u ? slot % p.key_heads * p.head_size + d : 0u);
#if BITS == 8
  return float(load_x((slot * p.rows + j) * p.head_size + d)) * scale;
#else
  uint codes = load_x((slot * p.rows + j) * p.cached_size + d / 2u);
  return float(int(d % 2u == 0u ? codes & 15u : codes >> 4) - 8) * scale;
#endif
#endif
}
