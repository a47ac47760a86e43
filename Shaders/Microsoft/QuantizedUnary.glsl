// Y = saturate(round(f(X) / scale) + zero), with `float f(float x)` of the including shader.
#include "Families/Elements.glsl"
#include "Microsoft/Affine.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(x)
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = quantized(f(NUMBER(x, LANE(x))) / SCALE_y, ZERO_y);
  STORE(y, y);
}
