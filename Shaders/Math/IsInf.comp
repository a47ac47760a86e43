bool f(T_x x) {
  bool infinite = x == x && x - x != x - x;
  return infinite && (x < T_x(0) ? p.detectsNegative != 0u : p.detectsPositive != 0u);
}
#include "Families/Unary.glsl"
