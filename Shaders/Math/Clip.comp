// Where low exceeds high, high: the order of the comparisons decides it. NaN fails both.
T_y f(T_x x) {
#ifdef LOW
  if (x < LOW) x = LOW;
#endif
#ifdef HIGH
  if (x > HIGH) x = HIGH;
#endif
  return x;
}
#include "Families/Unary.glsl"
