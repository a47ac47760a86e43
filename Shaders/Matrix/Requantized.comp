// round(sum · first · second / result) + zero, half to even, saturated.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
#if RANK > 0
  STRIDED_OFFSET(first, i, RANK, p.dims, p.first_strides)
  STRIDED_OFFSET(second, i, RANK, p.dims, p.second_strides)
  STRIDED_OFFSET(result, i, RANK, p.dims, p.result_strides)
  STRIDED_OFFSET(zero, i, RANK, p.dims, p.zero_strides)
#else
  uint first = 0u, second = 0u, result = 0u, zero = 0u;
#endif
  float factor = load_first(first) * load_second(second) / load_result(result);
  float y = float(load_sum(i)) * factor;
#if T_y_IS_FLOAT
  store_y(i, y + load_zero(zero));
#else
  // Past 2^24 the sum with a zero point no longer counts: the result is saturated.
  float bounded = y > 1.0e6 ? 1.0e6 : y < -1.0e6 ? -1.0e6 : y;
  int value = int(nearestEven(bounded)) + int(load_zero(zero));
#if T_y_IS_UINT
  store_y(i, uint(clamp(value, 0, 255)));
#else
  store_y(i, clamp(value, -128, 127));
#endif
#endif
}
