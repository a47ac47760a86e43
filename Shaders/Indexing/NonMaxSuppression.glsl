// Whether box `b` overlaps the taken box `a` too much. The minimum and the maximum of two numbers are
// Swift's, so that a NaN decides nothing else than on the host.
float lesser(float a, float b) { return b < a ? b : a; }
float greater(float a, float b) { return b >= a ? b : a; }

// Top, left, bottom, right.
vec4 corners(uint box) {
  float a = load_boxes(4u * box);
  float b = load_boxes(4u * box + 1u);
  float c = load_boxes(4u * box + 2u);
  float d = load_boxes(4u * box + 3u);
#ifdef HAS_CENTERS
  return vec4(b - d * 0.5, a - c * 0.5, b + d * 0.5, a + c * 0.5);
#else
  return vec4(lesser(a, c), lesser(b, d), greater(a, c), greater(b, d));
#endif
}

float area(vec4 box) { return (box.z - box.x) * (box.w - box.y); }

// Float division may be off by an ulp. The quotient of two floats is so far from the middle between
// two others that a division of doubles decides its rounding.
float ratio(float a, float b) {
#if WONNX_HAS_FLOAT64
  return float(double(a) / double(b));
#else
  return a / b;
#endif
}

bool overlaps(vec4 a, vec4 b) {
  float height = lesser(a.z, b.z) - greater(a.x, b.x);
  float width = lesser(a.w, b.w) - greater(a.y, b.y);
  if (!(height > 0.0) || !(width > 0.0)) return false;
  float first = area(a);
  float second = area(b);
  float both = height * width;
  float joined = first + second - both;
  return first > 0.0 && second > 0.0 && joined > 0.0 && ratio(both, joined) > p.overlap;
}

// The box at a place of a lane's order, all lanes of a batch having the same boxes.
vec4 ranked(uint lane, uint place) {
  return corners(lane / p.classes * p.extent + load_order(lane * p.extent + place));
}
