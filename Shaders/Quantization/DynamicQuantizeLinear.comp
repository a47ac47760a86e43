float bounded(float v) { return v < 0.0 ? 0.0 : v > 255.0 ? 255.0 : v; }

void main() {
  uint i = invocation();
  float least = load_range(0u);
  float scale = (load_range(1u) - least) / 255.0;
  float zero = scale == 0.0 ? 0.0 : roundEven(bounded(-least / scale));
  if (i == 0u) {
    store_scale(0u, scale);
    store_zero(0u, uint(zero));
  }
  if (i >= p.count) return;
  float steps = scale == 0.0 ? 0.0 : roundEven(load_x(i) / scale);
  store_y(i, steps != steps ? uint(zero) : uint(bounded(steps + zero)));
}
