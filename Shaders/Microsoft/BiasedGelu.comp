// The function of Gelu of x + bias.
#define WONNX_EPILOGUE
#include "Activation/Gelu.comp"
#include "Families/Elements.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OPERAND(x)
  OPERAND(bias)
  ELEMENTS(y) y;
  EACH_LANE LANE(y) = f(LANE(x) + LANE(bias));
  STORE(y, y);
}
