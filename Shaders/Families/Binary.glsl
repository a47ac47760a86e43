// Y[i] = f(A[i], B[i]) after broadcasting. The including shader defines `T_y f(T_a a, T_b b)`.
#include "Families/Elements.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(a)
  OPERAND(b)
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = f(LANE(a), LANE(b));
  STORE(y, y);
}
