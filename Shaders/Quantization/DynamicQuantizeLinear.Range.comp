// The least and greatest of each run of elements and 0, or of pairs of them. NaN is passed over.
void main() {
  uint i = invocation();
  if (i >= p.runs) return;
  float least = 0.0;
  float peak = 0.0;
  uint end = i * p.run + p.run < p.count ? i * p.run + p.run : p.count;
  LOOP(k, i * p.run, end) {
#ifdef IS_FIRST
    float low = load_x(k);
    float high = low;
#else
    float low = load_x(2u * k);
    float high = load_x(2u * k + 1u);
#endif
    least = low < least ? low : least;
    peak = high > peak ? high : peak;
  }
  store_range(2u * i, least);
  store_range(2u * i + 1u, peak);
}
