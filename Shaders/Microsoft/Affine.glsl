// Bytes that stand for numbers: see `AffineScale`. SCALE_x and ZERO_x are those of the tensor x.
#define NUMBER(name, code) ((float(code) - ZERO_##name) * SCALE_##name)

#if T_y_IS_UINT
#define LEAST_y 0.0
#define TOP_y 255.0
#else
#define LEAST_y -128.0
#define TOP_y 127.0
#endif

// saturate(round(quotient) + zero), half to even; NaN gives the zero point.
T_y quantized(float quotient, float zero) {
  float steps = quotient != quotient ? 0.0 : quotient;
  steps = steps > 200000.0 ? 200000.0 : steps < -200000.0 ? -200000.0 : steps;
  float sum = nearestEven(steps) + zero;
  return T_y(sum < LEAST_y ? LEAST_y : sum > TOP_y ? TOP_y : sum);
}
