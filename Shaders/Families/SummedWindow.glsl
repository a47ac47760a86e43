// One invocation sums one window: TERM(x) of its taps, of which padding takes no part, then
// FINISH(sum, count).
#include "Families/WindowTaps.glsl"
#define SUM_TYPE T_x
#include "Families/Sum.glsl"

ivec3 first_;
uint plane_;

T_x term(uint k) {
  ivec3 tap = ivec3(
    int(k / p.kernel[2] / p.kernel[1]), int(k / p.kernel[2] % p.kernel[1]), int(k % p.kernel[2]));
  ivec3 at = first_ + tap * ivec3(p.dilations[0], p.dilations[1], p.dilations[2]);
  ivec3 extents = ivec3(p.inputs[0], p.inputs[1], p.inputs[2]);
  if (any(lessThan(at, ivec3(0))) || any(greaterThanEqual(at, extents))) return -T_x(0);
  T_x x = load_x(((plane_ * uint(extents.x) + uint(at.x)) * uint(extents.y) + uint(at.y))
    * uint(extents.z) + uint(at.z));
  return TERM(x);
}

DEFINE_SUM(sumOf, T_x, term)

uint counted(int axis, int first) {
#ifdef COUNTS_PADDING
  uvec2 range = taps(
    first, p.dilations[axis], p.kernel[axis], -p.before[axis], p.inputs[axis] + p.after[axis]);
#else
  uvec2 range = taps(axis, first);
#endif
  return range.y - range.x;
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  plane_ = i;
  first_ = corner(position(plane_));
  uint count = counted(0, first_.x) * counted(1, first_.y) * counted(2, first_.z);
  store_y(i, FINISH(sumOf(p.kernel[0] * p.kernel[1] * p.kernel[2]), count));
}
