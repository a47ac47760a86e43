#include "Families/Norm.glsl"
#define A T_x
A start() { return A(0); }
A fold(A a, T_x x) { return a + power(x); }
T_y finish(A a, uint count) { return root(a); }
#include "Families/Window.glsl"
