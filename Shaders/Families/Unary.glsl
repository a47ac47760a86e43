// Y[i] = f(X[i]). The including shader defines `T_y f(T_x x)`, which others may call as their epilogue.
#ifndef WONNX_EPILOGUE
#include "Families/Elements.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(x)
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = f(LANE(x));
  STORE(y, y);
}
#endif
