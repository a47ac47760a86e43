// Each plane's pixels under a window of one tap, as one row of p.pitch vectors.
#include "Families/WindowTaps.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint first = i % p.pitch * 4u;
  int plane = int(i / p.pitch);
  vec4 result = vec4(0.0);
  [[unroll]] for (int q = 0; q < 4; ++q) {
    uint flat_ = first + uint(q);
    if (flat_ < p.pixels) {
      ivec3 at = corner(position(flat_));
      bool isInside = at.x >= 0 && at.x < p.inputs[0] && at.y >= 0 && at.y < p.inputs[1]
        && at.z >= 0 && at.z < p.inputs[2];
      if (isInside) {
        result[q] = load_x(
          uint(((plane * p.inputs[0] + at.x) * p.inputs[1] + at.y) * p.inputs[2] + at.z));
      }
    }
  }
  store4_y(i, result);
}
