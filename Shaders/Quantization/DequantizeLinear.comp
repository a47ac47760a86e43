#include "Families/Quantization.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint k = scaleIndex(i);
#ifdef HAS_ZERO
  float v = float(load_x(i)) - float(load_zero(k));
#else
  float v = float(load_x(i));
#endif
  store_y(i, v * load_scale(k));
}
