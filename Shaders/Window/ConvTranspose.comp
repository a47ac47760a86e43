// One output an invocation: the sum over the taps that reach it, then the channels of the group.
#include "Families/WindowTaps.glsl"

// The input from which tap k reaches the output `shifted - k · dilation`, or -1.
int source(int axis, int shifted, uint k) {
  int reach = shifted - int(k) * p.dilations[axis];
  if (reach < 0 || reach % p.strides[axis] != 0) return -1;
  int i = reach / p.strides[axis];
  return i < p.inputs[axis] ? i : -1;
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint rest = i;
  ivec3 o = ivec3(position(rest)) + ivec3(p.before[0], p.before[1], p.before[2]);
  uint feature = rest % p.features;
  uint batch = rest / p.features;
  uint group = feature / p.group_features;
  uint first = group * p.group_channels;
  uint plane = uint(p.inputs[0] * p.inputs[1] * p.inputs[2]);
  uint taps_ = p.kernel[0] * p.kernel[1] * p.kernel[2];
  uint step_ = p.group_features * taps_;
  T_y sum = T_y(0);
  LOOP(kd, 0u, p.kernel[0]) {
    int z = source(0, o.x, kd);
    if (z < 0) continue;
    LOOP(kh, 0u, p.kernel[1]) {
      int y = source(1, o.y, kh);
      if (y < 0) continue;
      LOOP(kw, 0u, p.kernel[2]) {
        int x = source(2, o.z, kw);
        if (x < 0) continue;
        uint image = (batch * p.channels + first) * plane
          + uint((z * p.inputs[1] + y) * p.inputs[2] + x);
        uint weight = (first * p.group_features + feature % p.group_features) * taps_
          + (kd * p.kernel[1] + kh) * p.kernel[2] + kw;
        BEGIN_PRODUCT(T_y, part, 0u, p.group_channels)
        EACH_BLOCK(T_y, block, 0u, p.group_channels)
          EACH_TERM(c, p.group_channels) {
            block = fused(load_w(weight + c * step_), load_x(image + c * plane), block);
          }
        END_BLOCK(part, block)
        sum += part;
      }
    }
  }
#ifdef HAS_BIAS
  sum += load_bias(feature);
#endif
  store_y(i, sum);
}
