// An element that equals the one to replace becomes its feature's value; both come as words.
#if T_x_IS_LONG
#define WORDS(list, k) (uint64_t(list[2u * (k) + 1u]) << 32 | uint64_t(list[2u * (k)]))
#else
#define WORDS(list, k) list[k]
#endif
#if T_x_IS_DOUBLE
#define NUMBER(list, k) packDouble2x32(uvec2(list[2u * (k)], list[2u * (k) + 1u]))
#elif T_x_IS_FLOAT
#define NUMBER(list, k) uintBitsToFloat(WORDS(list, k))
#else
#define NUMBER(list, k) T_x(WORDS(list, k))
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  T_x x = load_x(i);
  T_x gap = NUMBER(p.gap, 0u);
  bool isGap = x == gap;
#if T_x_IS_FLOAT
  isGap = isGap || (gap != gap && x != x);
#endif
  if (isGap) {
    store_y(i, NUMBER(p.fillers, i % p.features));
  } else {
    b_y[i] = b_x[i];
  }
}
