#include "Families/FourierWords.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint k = i / p.inner % p.outputs;
  uint line = i / p.inner / p.outputs * p.inner + i % p.inner;
  uint from = 2u * (line * p.len + k);
  C scale = VALUE(p.scale, 0u);
#ifdef MIRRORS
  store_y(i, T_y(load_a(from) * scale));
#else
  store_y(2u * i, T_y(load_a(from) * scale));
  store_y(2u * i + 1u, T_y(load_a(from + 1u) * scale));
#endif
}
