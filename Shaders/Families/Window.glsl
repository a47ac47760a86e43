// One invocation folds one window. The including shader defines the accumulator type A, `A start()`,
// `A fold(A, T_x)` and `T_y finish(A, uint count)`.
#include "Families/WindowTaps.glsl"

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
  uint plane = i;
  uvec3 o = position(plane);
  ivec3 first = corner(o);
  uvec2 planes = taps(0, first.x);
  uvec2 rows = taps(1, first.y);
  uvec2 columns = taps(2, first.z);
  A a = start();
  LOOP(kd, planes.x, planes.y) {
    int z = int(plane) * p.inputs[0] + first.x + int(kd) * p.dilations[0];
    LOOP(kh, rows.x, rows.y) {
      int start_ = (z * p.inputs[1] + first.y + int(kh) * p.dilations[1]) * p.inputs[2] + first.z;
      LOOP(kw, columns.x, columns.y) {
        a = fold(a, load_x(uint(start_ + int(kw) * p.dilations[2])));
      }
    }
  }
  store_y(i, finish(a, counted(0, first.x) * counted(1, first.y) * counted(2, first.z)));
}
