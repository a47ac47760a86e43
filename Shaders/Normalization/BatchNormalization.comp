// (x - mean) · scale / sqrt(variance + epsilon) + bias, in the wider of the operands' types.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint channel = i / p.run % p.channels;
  T_x factor = T_x(load_scale(channel))
    / sqrt(T_x(load_variance(channel)) + T_x(p.epsilon));
  T_x mean = T_x(load_mean(channel));
  T_x bias = T_x(load_bias(channel));
#ifdef VECTORS
  store4_y(i, (load4_x(i) - mean) * factor + bias);
#else
  store_y(i, (load_x(i) - mean) * factor + bias);
#endif
}
