#include "Families/FourierWords.glsl"

// One small transform of a pass, in the order of `FourierPasses`.
#if IS_WIDE
#define V dvec2
#else
#define V vec2
#endif

V turn(uint part) { return V(VALUE(p.cosines, part), VALUE(p.sines, part)); }

V point(uint base, uint i, uint k, uint b) {
  uint from = 2u * (base + i + p.after * (b + uint(RADIX) * k));
  return V(load_a(from), load_a(from + 1u));
}

V times(V a, V w) { return V(a.x * w.x - a.y * w.y, a.x * w.y + a.y * w.x); }

void put(uint base, uint i, uint k, uint u, V y) {
  if (u > 0u && i > 0u) y = times(y, turn(u * p.before * i));
  uint to = 2u * (base + i + p.after * (k + p.before * u));
  store_b(to, y.x);
  store_b(to + 1u, y.y);
}

void main() {
  uint item = invocation();
  if (item >= p.count) return;
  uint share = p.len / uint(RADIX);
  uint base = item / share * p.len;
  uint k = item % share / p.after;
  uint i = item % share % p.after;
  V a0 = point(base, i, k, 0u);
#if RADIX == 2
  V a1 = point(base, i, k, 1u);
  put(base, i, k, 0u, a0 + a1);
  put(base, i, k, 1u, a0 - a1);
#elif RADIX == 3
  V a1 = point(base, i, k, 1u);
  V a2 = point(base, i, k, 2u);
  V t1 = a1 + a2;
  V t2 = a1 - a2;
  V w = turn(share);
  V center = V(a0.x + t1.x * w.x, a0.y + t1.y * w.x);
  V side = V(-(t2.y * w.y), t2.x * w.y);
  put(base, i, k, 0u, a0 + t1);
  put(base, i, k, 1u, center + side);
  put(base, i, k, 2u, center - side);
#elif RADIX == 4
  V a1 = point(base, i, k, 1u);
  V a2 = point(base, i, k, 2u);
  V a3 = point(base, i, k, 3u);
  V t2 = a0 + a2;
  V t1 = a0 - a2;
  V t3 = a1 + a3;
  V t4 = a1 - a3;
  V w = turn(share);
  V side = V(-(t4.y * w.y), t4.x * w.y);
  put(base, i, k, 0u, t2 + t3);
  put(base, i, k, 2u, t2 - t3);
  put(base, i, k, 1u, t1 + side);
  put(base, i, k, 3u, t1 - side);
#elif RADIX == 5
  V a1 = point(base, i, k, 1u);
  V a2 = point(base, i, k, 2u);
  V a3 = point(base, i, k, 3u);
  V a4 = point(base, i, k, 4u);
  V t1 = a1 + a4;
  V t4 = a1 - a4;
  V t2 = a2 + a3;
  V t3 = a2 - a3;
  V one = turn(share);
  V two = turn(2u * share);
  put(base, i, k, 0u, V(a0.x + t1.x + t2.x, a0.y + t1.y + t2.y));
  V center = V(a0.x + one.x * t1.x + two.x * t2.x, a0.y + one.x * t1.y + two.x * t2.y);
  V side = V(-(one.y * t4.y + two.y * t3.y), one.y * t4.x + two.y * t3.x);
  put(base, i, k, 1u, center + side);
  put(base, i, k, 4u, center - side);
  center = V(a0.x + two.x * t1.x + one.x * t2.x, a0.y + two.x * t1.y + one.x * t2.y);
  side = V(-(two.y * t4.y + -one.y * t3.y), two.y * t4.x + -one.y * t3.x);
  put(base, i, k, 2u, center + side);
  put(base, i, k, 3u, center - side);
#else
  LOOP(u, 0u, uint(RADIX)) {
    V y = a0;
    LOOP(b, 1u, uint(RADIX)) {
      y = y + times(point(base, i, k, b), turn(u * b % uint(RADIX) * share));
    }
    put(base, i, k, u, y);
  }
#endif
}
