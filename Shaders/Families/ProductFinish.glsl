// What follows a product's sum: alpha · sum + beta · C[row, column].
T_y finish(T_y sum, uint row, uint column) {
#ifdef HAS_C
  T_y c = load_c(row * p.c_steps[0] + column * p.c_steps[1]);
#else
  T_y c = T_y(0);
#endif
#if !defined(SCALES)
  return sum + c;
#elif T_y_IS_FLOAT
  return T_y(p.alpha) * sum + T_y(p.beta) * c;
#elif WONNX_HAS_FLOAT64
  return T_y(double(p.alpha) * double(sum) + double(p.beta) * double(c));
#else
  return T_y(p.alpha * float(sum) + p.beta * float(c));
#endif
}
