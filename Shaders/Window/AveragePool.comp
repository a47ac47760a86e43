#define A T_x
A start() { return A(0); }
A fold(A a, T_x x) { return a + x; }
T_y finish(A a, uint count) { return a / A(count); }
#include "Families/Window.glsl"
