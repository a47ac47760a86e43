// See `GridSample` and `SampleAxis`. With one tap the pixels' bits are copied.
float extentOf(uint axis) { return float(p.extents[axis]); }

void bounds(uint axis, out C low, out C high) {
#if ALIGNS
  low = C(0);
  high = C(extentOf(axis)) - C(1);
#else
  low = C(-0.5);
  high = C(extentOf(axis)) - C(0.5);
#endif
}

C reflected(C x, uint axis) {
  C low, high;
  bounds(axis, low, high);
  C range = high - low;
  if (!(x < low || x > high)) return x;
  if (!(range > C(0))) return low;
  C distance_ = x < low ? low - x : x - high;
  C count = trunc(distance_ / range);
  C rest = distance_ - count * range;
  bool isEven = floor(count / C(2)) * C(2) == count;
  return (x < low) == isEven ? low + rest : high - rest;
}

C position(C coordinate, uint axis) {
  C extent = C(extentOf(axis));
#if ALIGNS
  C x = (coordinate + C(1)) / C(2) * (extent - C(1));
#else
  C x = ((coordinate + C(1)) * extent - C(1)) / C(2);
#endif
#if TAPS == 1
  x = nearestEven(x);
#endif
  C low, high;
  bounds(axis, low, high);
  if (!(x < low || x > high)) return x;
#if defined(PADS_border) && TAPS != 4
  return x < C(0) ? C(0) : x > extent - C(1) ? extent - C(1) : x;
#elif defined(PADS_reflection)
  return reflected(x, axis);
#else
  return x;
#endif
}

int pixel(C index, uint axis) {
  C last = C(extentOf(axis)) - C(1);
#if defined(PADS_border)
  return index >= C(0) ? int(index > last ? last : index) : 0;
#elif defined(PADS_reflection)
  C inside = trunc(reflected(index, axis));
  return inside >= C(0) ? int(inside > last ? last : inside) : 0;
#else
  return index >= C(0) && index <= last ? int(index) : -1;
#endif
}

C near(C x) { return ((C(1.25)) * x - C(2.25)) * x * x + C(1); }
C far(C x) { return ((C(-0.75) * x - C(-3.75)) * x + C(-6)) * x - C(-3); }

C weightOf(C t, uint tap) {
#if TAPS == 2
  return tap == 0u ? C(1) - t : t;
#else
  return tap == 0u ? far(t + C(1)) : tap == 1u ? near(t)
    : tap == 2u ? near(C(1) - t) : far(C(2) - t);
#endif
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint place = i / p.places / p.channels * p.places + i % p.places;
  uint base = i / p.places * p.pixels;
#if TAPS == 1
  uint offset = 0u;
  bool isInside = true;
  LOOP(axis, 0u, uint(RANK)) {
    int chosen = pixel(position(C(load_grid(place * uint(RANK) + uint(RANK) - 1u - axis)), axis), axis);
    isInside = isInside && chosen >= 0;
    offset = offset * p.extents[axis] + uint(max(chosen, 0));
  }
  b_y[i] = isInside ? b_x[base + offset] : S_y(0);
#else
  int chosen[RANK * TAPS];
  C weights[RANK * TAPS];
  LOOP(axis, 0u, uint(RANK)) {
    C at = position(C(load_grid(place * uint(RANK) + uint(RANK) - 1u - axis)), axis);
    C floor_ = floor(at);
    LOOP(tap, 0u, uint(TAPS)) {
      chosen[axis * uint(TAPS) + tap] = pixel(floor_ + C(int(tap) - (TAPS / 2 - 1)), axis);
      weights[axis * uint(TAPS) + tap] = weightOf(at - floor_, tap);
    }
  }
  C sum = C(0);
  LOOP(combination, 0u, p.combinations) {
    uint offset = 0u;
    uint stride_ = 1u;
    uint rest = combination;
    C weight = C(1);
    bool isInside = true;
    LOOP(step_, 0u, uint(RANK)) {
      uint axis = uint(RANK) - 1u - step_;
      uint tap = axis * uint(TAPS) + rest % uint(TAPS);
      rest /= uint(TAPS);
      weight *= weights[tap];
      isInside = isInside && chosen[tap] >= 0;
      offset += uint(max(chosen[tap], 0)) * stride_;
      stride_ *= p.extents[axis];
    }
    sum += weight * (isInside ? C(load_x(base + offset)) : C(0));
  }
  store_y(i, T_y(sum));
#endif
}
