T_y f(T_x x) {
  T_y gate = x / T_y(6) + T_y(0.5);
  return x * (gate < T_y(0) ? T_y(0) : gate > T_y(1) ? T_y(1) : gate);
}
#include "Families/Unary.glsl"
