#include "Families/Logistic.glsl"
float f(float x) { return logistic(x); }
#include "Microsoft/QuantizedUnary.glsl"
