#include "Families/Random.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
#if T_x_IS_DOUBLE
  bool isOne = randomDouble(i) < load_x(i);
#else
  bool isOne = randomFloat(i) < load_x(i);
#endif
  store_y(i, T_y(isOne ? 1 : 0));
}
