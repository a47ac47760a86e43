// Adds up blocks of losses and weights; the last step gives the result.
#define SUM_TYPE C
#include "Families/Sum.glsl"

uint first_;
C lossOf(uint k) { return load_loss(first_ + k); }
C shareOf(uint k) { return load_share(first_ + k); }

DEFINE_SUM(sumOfLosses, C, lossOf)
DEFINE_SUM(sumOfShares, C, shareOf)

void main() {
  uint i = invocation();
  if (i >= p.runs) return;
  first_ = i * WONNX_SUM_BLOCK;
  uint count = min(WONNX_SUM_BLOCK, p.count - first_);
  C loss = sumOfLosses(count);
  C share = sumOfShares(count);
#if defined(IS_MEAN)
  store_y(0u, T_y(loss / share));
#elif defined(IS_SUM)
  store_y(0u, T_y(loss));
#else
  store_losses(i, loss);
  store_shares(i, share);
#endif
}
