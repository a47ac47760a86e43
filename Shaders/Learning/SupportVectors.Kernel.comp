#include "Mathematics/Exp.glsl"
#include "Mathematics/Pow.glsl"
#include "Mathematics/Tanh.glsl"

uint row;
uint vector;

#if KERNEL == 2
#define SUM_TYPE C
#include "Families/Sum.glsl"
C term(uint k) {
  C difference = C(load_x(row + k)) - C(p.support[vector + k]);
  return difference * difference;
}
DEFINE_SUM(distance_, C, term)
#endif

// The kernel of a row and a support vector.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  row = i / p.vectors * p.features;
  vector = i % p.vectors * p.features;
#if KERNEL == 2
  store_kernels(i, m_exp(-C(p.gamma) * distance_(p.features)));
#else
  BEGIN_PRODUCT(C, sum, 0u, p.features)
  EACH_BLOCK(C, block, 0u, p.features)
    EACH_TERM(k, p.features) {
      block = fused(C(load_x(row + k)), C(p.support[vector + k]), block);
    }
  END_BLOCK(sum, block)
#if KERNEL == 1
  sum = m_pow(C(p.gamma) * sum + C(p.coef0), C(p.degree));
#elif KERNEL == 3
  sum = m_tanh(C(p.gamma) * sum + C(p.coef0));
#endif
  store_kernels(i, sum);
#endif
}
