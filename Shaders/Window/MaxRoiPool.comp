#include "Families/Fault.glsl"

// The greatest element of a region's bin; 0 where it is empty.
float awayFromZero(float x) {
  float whole = trunc(x);
  return abs(x - whole) >= 0.5 ? whole + sign(x) : whole;
}

uint bounded(float x, uint extent) {
  return x > 0.0 ? (x < float(extent) ? uint(x) : extent) : 0u;
}

// The elements of bin i of `count` along an axis.
uvec2 bin(uint i, uint count, uint extent, float first, float last) {
  float start = awayFromZero(first * p.scale);
  float size = awayFromZero(last * p.scale) - start + 1.0;
  size = (size > 1.0 ? size : 1.0) / float(count);
  return uvec2(
    bounded(floor(float(i) * size) + start, extent),
    bounded(ceil(float(i + 1u) * size) + start, extent));
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint pw = i % p.width;
  uint ph = i / p.width % p.height;
  uint c = i / p.width / p.height % p.channels;
  uint r = 5u * (i / p.width / p.height / p.channels);
  float given = float(load_rois(r));
  if (!(given > -1.0 && given < float(p.batch))) {
    // What an integer can't hold is its nearest end, NaN is 0.
    int64_t end = given > 0.0 ? 9223372036854775807l : given < 0.0 ? -9223372036854775807l - 1l : 0l;
    fault(r / 5u, abs(given) < 9.2233715e18 ? int64_t(given) : end, 0u);
  }
  uint batch = bounded(given, p.batch - 1u);
  uvec2 columns = bin(
    pw, p.width, p.columns, float(load_rois(r + 1u)), float(load_rois(r + 3u)));
  uvec2 rows = bin(ph, p.height, p.rows, float(load_rois(r + 2u)), float(load_rois(r + 4u)));
  uint plane = (batch * p.channels + c) * p.rows * p.columns;
  bool isEmpty = rows.y <= rows.x || columns.y <= columns.x;
  T_x peak = isEmpty ? T_x(0) : T_x(-INFINITY_F32);
  LOOP(y, rows.x, rows.y) {
    LOOP(x, columns.x, columns.y) {
      T_x value = load_x(plane + y * p.columns + x);
      if (value > peak || value != value) peak = value;
    }
  }
  store_y(i, peak);
}
