// One output an invocation: the sum over channels and moved taps.
#include "Families/WindowTaps.glsl"

T_x at(int plane, int row, int column) {
  bool isInside = row >= 0 && row < p.inputs[1] && column >= 0 && column < p.inputs[2];
  return isInside ? load_x(uint(plane + row * p.inputs[2] + column)) : T_x(0);
}

T_x sampled(int plane, T_x y, T_x x) {
  bool isInside = y > T_x(-1) && x > T_x(-1) && y < T_x(p.inputs[1]) && x < T_x(p.inputs[2]);
  if (!isInside) return T_x(0);
  T_x top = floor(y);
  T_x left = floor(x);
  T_x v = y - top;
  T_x h = x - left;
  int row = int(top);
  int column = int(left);
  return (T_x(1) - v) * (T_x(1) - h) * at(plane, row, column)
    + (T_x(1) - v) * h * at(plane, row, column + 1)
    + v * (T_x(1) - h) * at(plane, row + 1, column) + v * h * at(plane, row + 1, column + 1);
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint rest = i;
  uvec3 o = position(rest);
  uint feature = rest % p.features;
  uint batch = rest / p.features;
  ivec3 first = corner(o);
  uint pixels = p.outputs[1] * p.outputs[2];
  uint pixel = o.y * p.outputs[2] + o.z;
  uint taps_ = p.kernel[1] * p.kernel[2];
  uint share = p.channels / p.offset_groups;
  T_y sum = -T_y(0);
  T_y block = T_y(0);
  LOOP(c, 0u, p.group_channels) {
    uint channel = feature / p.group_features * p.group_channels + c;
    int plane = int(batch * p.channels + channel) * p.inputs[1] * p.inputs[2];
    LOOP(kh, 0u, p.kernel[1]) {
      LOOP(kw, 0u, p.kernel[2]) {
        uint tap = kh * p.kernel[2] + kw;
        uint moved = (batch * p.offset_groups + channel / share) * taps_ + tap;
        T_x y = T_x(first.y + int(kh) * p.dilations[1]) + load_offset(2u * moved * pixels + pixel);
        T_x x = T_x(first.z + int(kw) * p.dilations[2])
          + load_offset((2u * moved + 1u) * pixels + pixel);
        T_x value = sampled(plane, y, x);
#ifdef HAS_MASK
        value *= load_mask(moved * pixels + pixel);
#endif
        uint k = c * taps_ + tap;
        if (k > 0u && k % WONNX_PRODUCT_BLOCK == 0u) {
          sum += block;
          block = T_y(0);
        }
        block = fused(load_w(feature * p.group_channels * taps_ + k), value, block);
      }
    }
  }
  sum += block;
#ifdef HAS_BIAS
  sum += load_bias(feature);
#endif
  store_y(i, sum);
}
