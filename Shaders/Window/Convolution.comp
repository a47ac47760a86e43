// One output an invocation: the sum over channels p.first..<p.last of the group, then the window's taps.
#include "Families/WindowTaps.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint rest = i;
  uvec3 o = position(rest);
  uint feature = rest % p.features;
  uint batch = rest / p.features;
  uint group = feature / p.group_features;
  ivec3 first = corner(o);
  uvec2 planes = taps(0, first.x);
  uvec2 rows = taps(1, first.y);
  uvec2 columns = taps(2, first.z);
#ifdef ACCUMULATES
  T_y sum = load_y(i);
#else
  T_y sum = T_y(0);
#endif
  LOOP(c, p.first, p.last) {
    int channel = int((batch * p.groups + group) * p.group_channels + c);
    uint weights = (feature * p.group_channels + c) * p.kernel[0];
    LOOP(kd, planes.x, planes.y) {
      int plane = channel * p.inputs[0] + first.x + int(kd) * p.dilations[0];
      LOOP(kh, rows.x, rows.y) {
        int row = plane * p.inputs[1] + first.y + int(kh) * p.dilations[1];
        int start = row * p.inputs[2] + first.z;
        uint taps_ = ((weights + kd) * p.kernel[1] + kh) * p.kernel[2];
        LOOP(kw, columns.x, columns.y) {
          sum += load_x(uint(start + int(kw) * p.dilations[2])) * load_w(taps_ + kw);
        }
      }
    }
  }
#ifdef HAS_BIAS
  sum += load_bias(feature);
#endif
  store_y(i, sum);
}
