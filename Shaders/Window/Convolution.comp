// One output an invocation: the sum over channels p.first..<p.last of the group, then the window's taps.
// A block of it is p.block_channels channels, or with CUTS_TAPS a part of one channel's taps. With
// MENDS, so many outputs an invocation, and those only where flag[0] is set.
#include "Families/WindowTaps.glsl"

void element(uint i) {
  uint rest = i;
  uvec3 o = position(rest);
  uint feature = rest % p.features;
  uint batch = rest / p.features;
  uint group = feature / p.group_features;
  ivec3 first = corner(o);
  uvec2 planes = taps(0, first.x);
  uvec2 rows = taps(1, first.y);
  uvec2 columns = taps(2, first.z);
  T_y sum = p.first < p.last ? -T_y(0) : T_y(0);
#ifdef ACCUMULATES
  sum = load_y(i);
#endif
  for (uint start_ = p.first; start_ < p.last; start_ += p.block_channels) {
    T_y block = T_y(0);
    LOOP(c, start_, min(start_ + p.block_channels, p.last)) {
      int channel = int((batch * p.groups + group) * p.group_channels + c);
      uint weights = (feature * p.group_channels + c) * p.kernel[0];
#ifdef CUTS_TAPS
      uint cut = 0u;
#endif
      LOOP(kd, planes.x, planes.y) {
        int plane = channel * p.inputs[0] + first.x + int(kd) * p.dilations[0];
        LOOP(kh, rows.x, rows.y) {
          int row = plane * p.inputs[1] + first.y + int(kh) * p.dilations[1];
          int start = row * p.inputs[2] + first.z;
          uint taps_ = ((weights + kd) * p.kernel[1] + kh) * p.kernel[2];
          LOOP(kw, columns.x, columns.y) {
#ifdef CUTS_TAPS
            uint part = ((kd * p.kernel[1] + kh) * p.kernel[2] + kw) / WONNX_PRODUCT_BLOCK;
            if (part != cut) {
              sum += block;
              block = T_y(0);
              cut = part;
            }
#endif
            T_y x = load_x(uint(start + int(kw) * p.dilations[2]));
            block = fused(load_w(taps_ + kw), x, block);
          }
        }
      }
    }
    sum += block;
  }
#ifdef HAS_BIAS
  sum += load_bias(feature);
#endif
  store_y(i, sum);
}

void main() {
  uint i = invocation();
#ifdef MENDS
  if (load_flag(0u) == 0u) return;
  LOOP(e, min(i * MENDS, p.count), min((i + 1u) * MENDS, p.count)) element(e);
#else
  if (i < p.count) element(i);
#endif
}
