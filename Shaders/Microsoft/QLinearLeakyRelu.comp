float f(float x) { return x < 0.0 ? p.alpha * x : x; }
#include "Microsoft/QuantizedUnary.glsl"
