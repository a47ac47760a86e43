#include "Families/VariadicType.glsl"
C f(C a, C b) { return a + b; }
C finish(C a, uint count) { return a / C(count); }
#include "Families/Variadic.glsl"
