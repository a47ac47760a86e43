// Y[o, k, i] = (code - zero) · scale of X[o, indices[k], i]; an index outside gives 0. With BITS, codes
// and zero points are in bytes, the lowest bits first.
#include "Indexing/Resolve.glsl"

#ifdef BITS
#define EACH (8u / BITS)
#define CODE(load, i) float(uint(load((i) / EACH)) >> (i) % EACH * BITS & ((1u << BITS) - 1u))
#else
#define CODE(load, i) float(load(i))
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.inner;
  T_indices given = load_indices(row % p.picked);
  if (!isInside(given, p.extent)) {
    store_y(i, 0.0);
    return;
  }
  uint place = (row / p.picked * p.extent + resolve(given, p.extent)) * p.inner + i % p.inner;
  uint line = place / p.quant_inner;
  uint outer = line / p.quant_extent;
  uint block = line % p.quant_extent / p.block_size;
  uint number = (outer * p.blocks + block) * p.quant_inner + place % p.quant_inner;
#if defined(HAS_ZEROS) && defined(BITS)
  float zero = CODE(load_zeros, outer * p.zero_pitch * EACH + block);
#elif defined(HAS_ZEROS)
  float zero = float(load_zeros(number));
#else
  float zero = p.middle;
#endif
  store_y(i, (CODE(load_x, place) - zero) * load_scales(number));
}
