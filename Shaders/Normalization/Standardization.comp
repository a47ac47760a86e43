// (x - mean) / sqrt(variance + epsilon) · scale + bias, row by row; without CENTERS the mean is 0. What is
// added to x before are addend0 and addend1, and sum is what comes of that.
#include "Families/Rows.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"

uint start;
T_x mean;
#ifdef T_addend0
uint addend0_start;
#endif
#ifdef T_addend1
uint addend1_start;
#endif

T_x element(uint k) {
  ELEMENT(x_offset, k, x_inner)
  T_x value = load_x(start + x_offset);
#ifdef T_addend0
  ELEMENT(addend0_offset, k, addend0_inner)
  value += load_addend0(addend0_start + addend0_offset);
#endif
#ifdef T_addend1
  ELEMENT(addend1_offset, k, addend1_inner)
  value += load_addend1(addend1_start + addend1_offset);
#endif
  return value;
}

T_x square(uint k) {
  T_x distance_ = element(k) - mean;
  return distance_ * distance_;
}

#ifdef CENTERS
DEFINE_SUM(sumOfElements, T_x, element)
#endif
DEFINE_SUM(sumOfSquares, T_x, square)

void main() {
  uint r = row();
  if (r >= p.count) return;
  ROW_START(x_start, r, x_outer)
  start = x_start;
#ifdef T_addend0
  ROW_START(addend0_first, r, addend0_outer)
  addend0_start = addend0_first;
#endif
#ifdef T_addend1
  ROW_START(addend1_first, r, addend1_outer)
  addend1_start = addend1_first;
#endif
  mean = T_x(0);
#ifdef CENTERS
  mean = sumOfElements(p.extent) / T_x(p.extent);
#endif
  T_x variance = sumOfSquares(p.extent) / T_x(p.extent);
#ifdef EPSILON_OUTSIDE
  T_x factor = T_x(1) / (sqrt(variance) + T_x(p.epsilon));
#else
  T_x factor = T_x(1) / sqrt(variance + T_x(p.epsilon));
#endif
#ifdef HAS_MEAN
  if (lane() == 0u) store_mean(r, T_mean(mean));
#endif
#ifdef HAS_VARIANCE
  if (lane() == 0u) store_variance(r, T_variance(variance));
#endif
#ifdef HAS_FACTOR
  if (lane() == 0u) store_factor(r, T_factor(factor));
#endif
#ifdef HAS_SCALE
  ROW_START(scale_start, r, scale_outer)
#endif
#ifdef HAS_BIAS
  ROW_START(bias_start, r, bias_outer)
#endif
  EACH(k) {
    ELEMENT(x_offset, k, x_inner)
    T_x value = element(k);
#ifdef HAS_SUM
    store_sum(x_start + x_offset, value);
#endif
    value = (value - mean) * factor;
#ifdef HAS_SCALE
    ELEMENT(scale_offset, k, scale_inner)
    value *= T_x(load_scale(scale_start + scale_offset));
#endif
#ifdef HAS_BIAS
    ELEMENT(bias_offset, k, bias_inner)
    value += T_x(load_bias(bias_start + bias_offset));
#endif
    store_y(x_start + x_offset, T_y(value));
  }
}
