#include "Families/Fault.glsl"

// A bin's mean or maximum over a grid of bilinear samples.
struct Split { int low; int high; T_x share; };

Split split(T_x position, int count) {
  T_x inside = position > T_x(0) ? position : T_x(0);
  int low = int(inside);
  if (low >= count - 1) return Split(count - 1, count - 1, T_x(0));
  return Split(low, low + 1, inside - T_x(low));
}

uint samples(T_x bin, uint region) {
  if (p.ratio > 0u) return p.ratio;
  T_x count = ceil(bin);
  if (count > T_x(p.most)) { FAULT(b_excess, region, floatBitsToUint(float(count)), 0u) }
  return count > T_x(0) ? (count < T_x(p.most) ? uint(count) : p.most) : 0u;
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint pw = i % p.width;
  uint ph = i / p.width % p.height;
  uint c = i / p.width / p.height % p.channels;
  uint r = i / p.width / p.height / p.channels;
  T_x offset = T_x(p.half_pixels) * T_x(0.5);
  T_x left = T_x(load_rois(4u * r)) * T_x(p.scale) - offset;
  T_x top = T_x(load_rois(4u * r + 1u)) * T_x(p.scale) - offset;
  T_x w = T_x(load_rois(4u * r + 2u)) * T_x(p.scale) - offset - left;
  T_x h = T_x(load_rois(4u * r + 3u)) * T_x(p.scale) - offset - top;
  if (p.half_pixels == 0u) {
    w = w > T_x(1) ? w : T_x(1);
    h = h > T_x(1) ? h : T_x(1);
  }
  T_x bin_h = h / T_x(p.height);
  T_x bin_w = w / T_x(p.width);
  uint grid_h = samples(bin_h, r);
  uint grid_w = samples(bin_w, r);
  int64_t given = load_batches(r);
  if (given < 0l || given >= int64_t(p.batch)) fault(r, given, 0u);
  int batch = int(clamp(given, int64_t(0), int64_t(p.batch) - int64_t(1)));
  int plane = (batch * int(p.channels) + int(c)) * p.rows * p.columns;
  T_x result = T_x(0);
  bool isFirst = true;
  LOOP(iy, 0u, grid_h) {
    T_x y = top + T_x(ph) * bin_h + (T_x(iy) + T_x(0.5)) * bin_h / T_x(grid_h);
    LOOP(ix, 0u, grid_w) {
      T_x x = left + T_x(pw) * bin_w + (T_x(ix) + T_x(0.5)) * bin_w / T_x(grid_w);
      bool isInside = y >= T_x(-1) && y <= T_x(p.rows) && x >= T_x(-1) && x <= T_x(p.columns);
      T_x terms[4] = T_x[4](T_x(0), T_x(0), T_x(0), T_x(0));
      if (isInside) {
        Split v = split(y, p.rows);
        Split s = split(x, p.columns);
        int low = plane + v.low * p.columns;
        int high = plane + v.high * p.columns;
        terms[0] = (T_x(1) - v.share) * (T_x(1) - s.share) * load_x(uint(low + s.low));
        terms[1] = (T_x(1) - v.share) * s.share * load_x(uint(low + s.high));
        terms[2] = v.share * (T_x(1) - s.share) * load_x(uint(high + s.low));
        terms[3] = v.share * s.share * load_x(uint(high + s.high));
      }
#ifdef TAKES_MAXIMUM
      [[unroll]] for (int t = 0; t < 4; ++t) {
        if (isFirst || terms[t] > result) result = terms[t];
        isFirst = false;
      }
#else
      result += terms[0] + terms[1] + terms[2] + terms[3];
#endif
    }
  }
#ifndef TAKES_MAXIMUM
  result /= T_x(max(grid_h * grid_w, 1u));
#endif
  store_y(i, result);
}
