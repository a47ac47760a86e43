// The sums of a split product's blocks, in their order: those of four elements an invocation, p.vectors
// vectors from block to block.
#include "Families/ProductFinish.glsl"

void main() {
  uint i = invocation();
  if (i >= p.vectors) return;
  vec4 sum = load4_part(i);
  LOOP(number, 1u, p.blocks) sum += load4_part(number * p.vectors + i);
  [[unroll]] for (uint q = 0u; q < 4u; ++q) {
    uint at = 4u * i + q;
    if (at < p.elements) {
#if defined(HAS_C) || defined(SCALES)
      sum[q] = finish(sum[q], at / p.columns % p.rows, at % p.columns);
#endif
      store_y(at, sum[q]);
    }
  }
}
