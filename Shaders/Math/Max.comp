#include "Families/VariadicType.glsl"
C f(C a, C b) { return a > b || a != a ? a : b; }
C finish(C a, uint count) { return a; }
#include "Families/Variadic.glsl"
