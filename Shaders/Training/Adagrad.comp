void update(inout C x, C g, inout C first, inout C second, C r, int64_t t) {
  C gradient = C(p.norm) * x + g;
  first += gradient * gradient;
  C rate = r / (C(1) + C(t) * C(p.decay));
  x -= rate * gradient / (sqrt(first) + C(p.epsilon));
}
#include "Families/TrainingStep.glsl"
