bool f(bool a, bool b) { return a || b; }
#include "Families/Binary.glsl"
