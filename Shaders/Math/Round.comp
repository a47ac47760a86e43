// GLSL leaves the direction of round(0.5) open; roundEven does not.
T_y f(T_x x) { return roundEven(x); }
#include "Families/Unary.glsl"
