// Row r of x, quantised by y's scale, goes to y[start + r · pitch …]: one part of a concatenation.
#include "Microsoft/Affine.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint place = p.start + i / p.row * p.pitch + i % p.row;
  store_y(place, quantized(NUMBER(x, load_x(i)) / SCALE_y, ZERO_y));
}
