// The p-norm's term and its root; p.p is the order.
#include "Mathematics/Pow.glsl"
T_x power(T_x x) {
  if (p.p == 2.0) return x * x;
  if (p.p == 1.0) return abs(x);
  return m_pow(abs(x), T_x(p.p));
}
T_x root(T_x sum) {
  if (p.p == 2.0) return sqrt(sum);
  if (p.p == 1.0) return sum;
  return m_pow(sum, T_x(1) / T_x(p.p));
}
