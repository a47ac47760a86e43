// output = condition ? X : Y.
#include "Families/Elements.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(condition)
  OPERAND(a)
  OPERAND(b)
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = LANE(condition) ? LANE(a) : LANE(b);
  STORE(y, y);
}
