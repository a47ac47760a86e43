#include "Mathematics/Pow.glsl"

void update(inout C x, C g, inout C first, inout C second, C r, int64_t t) {
  C alpha = C(p.alpha);
  C beta = C(p.beta);
  C gradient = C(p.norm) * x + g;
  first = alpha * first + (C(1) - alpha) * gradient;
  second = beta * second + (C(1) - beta) * (gradient * gradient);
  C rate = r;
  if (t > 0l) rate = r * sqrt(C(1) - m_pow(beta, C(t))) / (C(1) - m_pow(alpha, C(t)));
  C moved = x - rate * (first / (sqrt(second) + C(p.epsilon)));
  x = (C(1) - C(p.norm_after)) * moved;
}
#include "Families/TrainingStep.glsl"
