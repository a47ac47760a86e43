// The greatest element under each window, NaN if there is one, and where it lies.
#include "Families/WindowTaps.glsl"

#if T_x_IS_FLOAT
#define LEAST T_x(-INFINITY_F32)
#define BEATS(x, peak) ((x) > (peak) || ((x) != (x) && (peak) == (peak)))
#else
#define LEAST (T_x_IS_UINT == 1 ? T_x(0) : T_x(-128))
#define BEATS(x, peak) ((x) > (peak))
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint plane = i;
  uvec3 o = position(plane);
  ivec3 first = corner(o);
  uvec2 planes = taps(0, first.x);
  uvec2 rows = taps(1, first.y);
  uvec2 columns = taps(2, first.z);
  T_x peak = LEAST;
  ivec3 found = ivec3(-1);
  LOOP(kd, planes.x, planes.y) {
    int z = first.x + int(kd) * p.dilations[0];
    LOOP(kh, rows.x, rows.y) {
      int y = first.y + int(kh) * p.dilations[1];
      int row = ((int(plane) * p.inputs[0] + z) * p.inputs[1] + y) * p.inputs[2];
      LOOP(kw, columns.x, columns.y) {
        int x = first.z + int(kw) * p.dilations[2];
        T_x value = load_x(uint(row + x));
        if (BEATS(value, peak) || found.x < 0) {
          peak = value;
          found = ivec3(z, y, x);
        }
      }
    }
  }
  store_y(i, T_y(peak));
#ifdef FINDS
  int start = int(plane) * p.inputs[0] * p.inputs[1] * p.inputs[2];
  found = max(found, ivec3(0));
  store_indices(
    i, int64_t(start + found.x * p.index_strides[0] + found.y * p.index_strides[1]
      + found.z * p.index_strides[2]));
#endif
}
