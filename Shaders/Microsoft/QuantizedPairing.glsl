// C = saturate(round(f(A, B) / scale + zero)), with `float f(float a, float b)` of the including shader.
#include "Families/Elements.glsl"
#include "Microsoft/Affine.glsl"

T_y paired(float a, float b) {
  float sum = f(a, b) / SCALE_y + ZERO_y;
  return quantized(sum != sum ? ZERO_y : sum, 0.0);
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(a)
  OPERAND(b)
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = paired(NUMBER(a, LANE(a)), NUMBER(b, LANE(b)));
  STORE(y, y);
}
