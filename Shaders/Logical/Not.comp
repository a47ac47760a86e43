bool f(bool x) { return !x; }
#include "Families/Unary.glsl"
