#include "Mathematics/Exp.glsl"
#include "Mathematics/Pow.glsl"
#include "Mathematics/Tanh.glsl"

// The kernel of a row and a support vector.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint x = i / p.vectors * p.features;
  uint v = i % p.vectors * p.features;
  BEGIN_PRODUCT(C, sum, 0u, p.features)
  EACH_BLOCK(C, block, 0u, p.features)
    EACH_TERM(k, p.features) {
      C a = C(load_x(x + k));
      C b = C(p.support[v + k]);
#if KERNEL == 2
      block = fused(a - b, a - b, block);
#else
      block = fused(a, b, block);
#endif
    }
  END_BLOCK(sum, block)
#if KERNEL == 1
  sum = m_pow(C(p.gamma) * sum + C(p.coef0), C(p.degree));
#elif KERNEL == 2
  sum = m_exp(-C(p.gamma) * sum);
#elif KERNEL == 3
  sum = m_tanh(C(p.gamma) * sum + C(p.coef0));
#endif
  store_kernels(i, sum);
}
