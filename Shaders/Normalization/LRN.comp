#include "Mathematics/Pow.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint channel = i / p.run % p.channels;
  uint lower = channel >= p.behind ? channel - p.behind : 0u;
  uint upper = min(p.channels - 1u, channel + p.ahead);
  uint first = i - (channel - lower) * p.run;
  T_x sum = T_x(0);
  LOOP(k, 0u, upper - lower + 1u) {
    T_x x = load_x(first + k * p.run);
    sum += x * x;
  }
  T_x base = T_x(p.bias) + T_x(p.share) * sum;
#ifdef BETA_IS_3_4
  T_x root = sqrt(base);
  store_y(i, load_x(i) / (root * sqrt(root)));
#else
  store_y(i, load_x(i) / m_pow(base, T_x(p.beta)));
#endif
}
