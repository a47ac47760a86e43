// Y[i] = finish(f(… f(X0[i], X1[i]) …)), in pieces of a few inputs. The runtime's defines say which
// inputs a piece joins (OPERANDS, VALUE) and whether it is the last.
#include "Families/Elements.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERANDS
#if IS_LAST
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = T_y(finish(VALUE, p.inputCount));
  STORE(y, y);
#else
  store_sum(i, T_sum(VALUE));
#endif
}
