// OUTPUTS outputs along x of one feature an invocation, for groups of few features: the window's rows are
// read in place, once for all of the outputs. The sum goes over the group's channels, then the window's
// taps; a block is p.block_channels channels. Taps that read padding are skipped.
#include "Families/IntegerSums.glsl"
#include "Families/WindowTaps.glsl"
#define SPAN ((OUTPUTS - 1) * STRIDE + (KERNEL - 1) * DILATION + 1)

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint tile = i % p.tiles * OUTPUTS;
  uint rest = i / p.tiles;
  uvec3 o = uvec3(0u, rest % p.outputs[1], tile);
  rest /= p.outputs[1];
  o.x = rest % p.outputs[0];
  rest /= p.outputs[0];
  uint feature = rest % p.features;
  uint group = feature / p.group_features;
  uint image = (rest / p.features * p.groups + group) * p.group_channels;
  ivec3 first = corner(o);
  uvec2 planes = taps(0, first.x);
  uvec2 rows = taps(1, first.y);
  TOTAL sum[OUTPUTS];
  float block[OUTPUTS];
  [[unroll]] for (int t = 0; t < OUTPUTS; ++t) sum[t] = TOTAL(-0.0);
  for (uint start_ = 0u; start_ < p.group_channels; start_ += p.block_channels) {
    [[unroll]] for (int t = 0; t < OUTPUTS; ++t) block[t] = 0.0;
    LOOP(c, start_, min(start_ + p.block_channels, p.group_channels)) {
      uint weights = (feature * p.group_channels + c) * p.kernel[0];
      LOOP(kd, planes.x, planes.y) {
        int plane = int(image + c) * p.inputs[0] + first.x + int(kd) * p.dilations[0];
        LOOP(kh, rows.x, rows.y) {
          int line = (plane * p.inputs[1] + first.y + int(kh) * p.dilations[1]) * p.inputs[2];
          uint weight = ((weights + kd) * p.kernel[1] + kh) * KERNEL;
          float x[SPAN];
          bool isInside[SPAN];
          [[unroll]] for (int s = 0; s < SPAN; ++s) {
            int at = first.z + s;
            isInside[s] = at >= 0 && at < p.inputs[2];
            x[s] = isInside[s] ? load_x(uint(line + at)) : 0.0;
          }
          [[unroll]] for (int k = 0; k < KERNEL; ++k) {
            float w = load_w(weight + uint(k));
            [[unroll]] for (int t = 0; t < OUTPUTS; ++t) {
              int s = t * STRIDE + k * DILATION;
              block[t] = isInside[s] ? TERM(w, x[s], block[t]) : block[t];
            }
          }
        }
      }
    }
    [[unroll]] for (int t = 0; t < OUTPUTS; ++t) sum[t] += TOTAL(block[t]);
  }
  uint at = i / p.tiles * p.outputs[2] + tile;
  [[unroll]] for (uint t = 0u; t < OUTPUTS; ++t) {
    if (tile + t < p.outputs[2]) {
#ifdef HAS_BIAS
      sum[t] += load_bias(feature);
#endif
      store_y(at + t, sum[t]);
    }
  }
}
