// A value of the invocation whose place in the subgroup differs by s; 64-bit integers go in halves, as
// not every device shuffles them.
#if LANES == 1 || defined(COLUMNS)
#define DEFINE_EXCHANGE(T)
#define DEFINE_LONG_EXCHANGE(T)
#else
#define DEFINE_EXCHANGE(T) \
  T exchanged(T v, uint s) { return subgroupShuffleXor(v, s); }
#define DEFINE_LONG_EXCHANGE(T) \
  T exchanged(T v, uint s) { \
    uint low = subgroupShuffleXor(uint(v), s); \
    uint high = subgroupShuffleXor(uint(v >> 32), s); \
    return T(uint64_t(high) << 32 | uint64_t(low)); \
  }
#endif
