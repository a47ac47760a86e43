void update(inout C x, C g, inout C first, inout C second, C r, int64_t t) {
  C gradient = C(p.norm) * x + g;
  first = C(p.alpha) * first + (t > 0l ? C(p.beta) : C(1)) * gradient;
  x -= r * (p.looks_ahead != 0u ? gradient + C(p.alpha) * first : first);
}
#include "Families/TrainingStep.glsl"
