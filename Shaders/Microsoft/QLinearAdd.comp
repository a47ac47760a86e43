float f(float a, float b) { return a + b; }
#include "Microsoft/QuantizedPairing.glsl"
