T_y f(T_x x) {
  T_y y = T_y(p.alpha) * x + T_y(p.beta);
  return y < T_y(0) ? T_y(0) : y > T_y(1) ? T_y(1) : y;
}
#include "Families/Unary.glsl"
