#include "Families/Random.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
#ifdef TRAINS
  float ratio = RATIO;
  bool isKept = ratio == 0.0 || randomFloat(i) >= ratio;
  T_x scale = T_x(1) / (T_x(1) - T_x(ratio));
  store_y(i, isKept ? (ratio == 0.0 ? load_x(i) : scale * load_x(i)) : T_x(0));
#else
  bool isKept = true;
  store_y(i, load_x(i));
#endif
#ifdef T_mask
  store_mask(i, T_mask(isKept ? 1 : 0));
#endif
}
