// A row's sum in the order of summation, for the rows of Rows.glsl.
//
// DEFINE_SUM(name, T, term) defines `T name(uint count)`, the sum of `T term(uint k)` for k below
// count; every invocation of the row gets it, and all must call it. A sum has at most WONNX_SUM_BLOCK
// terms, and so many times more for each of SUM_LEVELS. With SUM_ROWS, a lane forms its terms side by
// side, so many of a block at most.
//
// SUM_TYPE is T. Without Rows.glsl, a row has one invocation.
#ifndef LANES
#define LANES 1
uint lane() { return 0u; }
#endif
#ifndef SUM_LEVELS
#define SUM_LEVELS 0
#endif

// The lane's sum of the terms l, l + 16, … below count, from `first` on. -0 + x is x, of every x.
#ifdef SUM_ROWS
#define DEFINE_LANE_SUM(name, T, term) \
  T name(uint first, uint count, uint l) { \
    if (l >= count) return -T(0); \
    T t[8]; \
    [[unroll]] for (uint r = 0u; r < 8u; ++r) { \
      t[r] = -T(0); \
      uint k = l + r * WONNX_SUM_LANES; \
      if (r < uint(SUM_ROWS)) { \
        T next = term(first + min(k, count - 1u)); \
        if (k < count) t[r] = next; \
      } \
    } \
    return ((t[0] + t[1]) + (t[2] + t[3])) + ((t[4] + t[5]) + (t[6] + t[7])); \
  }
#else
// Pairs are added as soon as they are whole.
#define DEFINE_LANE_SUM(name, T, term) \
  T name(uint first, uint count, uint l) { \
    T ones = -T(0); \
    T twos = -T(0); \
    T fours = -T(0); \
    T total = -T(0); \
    uint rows = 0u; \
    for (uint k = l; k < count; k += WONNX_SUM_LANES) { \
      T next = term(first + k); \
      if ((rows & 1u) == 0u) { \
        ones = next; \
      } else { \
        next = ones + next; \
        if ((rows & 2u) == 0u) { \
          twos = next; \
        } else { \
          next = twos + next; \
          if ((rows & 4u) == 0u) fours = next; \
          else total = fours + next; \
        } \
      } \
      rows += 1u; \
    } \
    if ((rows & 1u) != 0u) total = ones + total; \
    if ((rows & 2u) != 0u) total = twos + total; \
    if ((rows & 4u) != 0u) total = fours + total; \
    return total; \
  }
#endif

#if LANES == 1

#define SUM_GROUPS 1u
#define SUM_GROUP 0u
uint sumWriter() { return 0u; }
#define SUM_SHARED(v) (v)
#define SUM_BARRIER

// The sum of one block of terms.
#define DEFINE_BLOCK_SUM(name, T, term) \
  DEFINE_LANE_SUM(name##_lane, T, term) \
  T name(uint first, uint count) { \
    T lanes[WONNX_SUM_LANES]; \
    uint width = min(count, WONNX_SUM_LANES); \
    LOOP(l, 0u, width) lanes[l] = name##_lane(first, count, l); \
    for (uint s = WONNX_SUM_LANES / 2u; s > 0u; s /= 2u) { \
      for (uint l = 0u; l < s && l + s < width; ++l) lanes[l] += lanes[l + s]; \
    } \
    return lanes[0]; \
  }

#else

// Invocations that sum a block, the block's lanes that each of them sums, and blocks summed at once.
#if ROW_WIDTH < 16 && !defined(COLUMNS)
#define SUM_WIDTH ROW_WIDTH
#else
#define SUM_WIDTH 16
#endif
#define SUM_OWN (16 / SUM_WIDTH)
#define SUM_GROUPS uint(LANES / SUM_WIDTH)
#define SUM_GROUP (lane() / uint(SUM_WIDTH))
uint sumWriter() { return lane() % uint(SUM_WIDTH); }

// Folds the sums of a block's invocations in halves, for all of them.
#ifdef COLUMNS
shared SUM_TYPE sum_lanes[LANES][COLUMNS];
SUM_TYPE folded(SUM_TYPE v) {
  sum_lanes[lane()][column()] = v;
  barrier();
  SUM_TYPE t[SUM_WIDTH];
  [[unroll]] for (uint l = 0u; l < uint(SUM_WIDTH); ++l) {
    t[l] = sum_lanes[SUM_GROUP * uint(SUM_WIDTH) + l][column()];
  }
  barrier();
  [[unroll]] for (uint s = uint(SUM_WIDTH) / 2u; s > 0u; s /= 2u) {
    [[unroll]] for (uint l = 0u; l < s; ++l) t[l] += t[l + s];
  }
  return t[0];
}
#else
SUM_TYPE folded(SUM_TYPE v) {
  [[unroll]] for (uint s = uint(SUM_WIDTH) / 2u; s > 0u; s /= 2u) v += subgroupShuffleXor(v, s);
  return v;
}
#endif

// The sum of one block of terms, in all invocations of its group.
#define DEFINE_BLOCK_SUM(name, T, term) \
  DEFINE_LANE_SUM(name##_lane, T, term) \
  T name(uint first, uint count) { \
    T own[SUM_OWN]; \
    [[unroll]] for (int j = 0; j < SUM_OWN; ++j) { \
      own[j] = name##_lane(first, count, sumWriter() + uint(j * SUM_WIDTH)); \
    } \
    [[unroll]] for (int s = SUM_OWN / 2; s > 0; s /= 2) { \
      [[unroll]] for (int j = 0; j < s; ++j) own[j] += own[j + s]; \
    } \
    return folded(own[0]); \
  }

// The first group's sum for all groups.
#if LANES == SUM_WIDTH
#define SUM_SHARED(v) (v)
#elif defined(COLUMNS)
shared SUM_TYPE sum_shared[COLUMNS];
SUM_TYPE sharedSum(SUM_TYPE v) {
  if (lane() == 0u) sum_shared[column()] = v;
  barrier();
  v = sum_shared[column()];
  barrier();
  return v;
}
#define SUM_SHARED(v) sharedSum(v)
#elif LANES == ROW_WIDTH
#define SUM_SHARED(v) subgroupShuffle(v, 0u)
#else
shared SUM_TYPE sum_shared;
SUM_TYPE sharedSum(SUM_TYPE v) {
  if (lane() == 0u) sum_shared = v;
  barrier();
  v = sum_shared;
  barrier();
  return v;
}
#define SUM_SHARED(v) sharedSum(v)
#endif
#if LANES == ROW_WIDTH && !defined(COLUMNS)
#define SUM_BARRIER subgroupBarrier();
#else
#define SUM_BARRIER barrier();
#endif

#endif

#if SUM_LEVELS == 0
#define DEFINE_SUM(name, T, term) \
  DEFINE_BLOCK_SUM(name##_block, T, term) \
  T name(uint count) { \
    if (count == 0u) return T(0); \
    return SUM_SHARED(name##_block(0u, SUM_GROUP == 0u ? count : 0u)); \
  }
#else
// Sums of full blocks by level, and how many there are. A workgroup may have several rows.
#if LANES == 1
SUM_TYPE sum_levels[SUM_LEVELS][WONNX_SUM_BLOCK];
#define SUM_AT(level, k) sum_levels[level][k]
#elif defined(COLUMNS)
shared SUM_TYPE sum_levels[SUM_LEVELS][WONNX_SUM_BLOCK][COLUMNS];
#define SUM_AT(level, k) sum_levels[level][k][column()]
#else
#ifndef ROWS
#define ROWS 1
#endif
shared SUM_TYPE sum_levels[ROWS][SUM_LEVELS][WONNX_SUM_BLOCK];
#if ROWS == 1
#define SUM_AT(level, k) sum_levels[0][level][k]
#else
#define SUM_AT(level, k) sum_levels[place() / uint(LANES)][level][k]
#endif
#endif
uint sum_counts[SUM_LEVELS];
int sum_level;
SUM_TYPE sum_term(uint k) { return SUM_AT(sum_level, k); }
DEFINE_BLOCK_SUM(sum_of_level, SUM_TYPE, sum_term)

SUM_TYPE sumOfLevel(int level) {
  SUM_BARRIER
  sum_level = level;
  SUM_TYPE sum = sum_of_level(0u, sum_counts[level]);
  SUM_BARRIER
  sum_counts[level] = 0u;
  return sum;
}

// Takes the sum of the level below.
void addToLevel(int level, SUM_TYPE sum) {
  if (lane() == 0u) SUM_AT(level, sum_counts[level]) = sum;
  sum_counts[level] += 1u;
}

// Makes room for the next blocks' sums.
void raiseFullLevels() {
  [[unroll]] for (int level = 1; level < SUM_LEVELS; ++level) {
    if (sum_counts[level - 1] < WONNX_SUM_BLOCK) return;
    addToLevel(level, sumOfLevel(level - 1));
  }
}

#define DEFINE_SUM(name, T, term) \
  DEFINE_BLOCK_SUM(name##_block, T, term) \
  T name(uint count) { \
    if (count == 0u) return T(0); \
    uint blocks = (count + WONNX_SUM_BLOCK - 1u) / WONNX_SUM_BLOCK; \
    if (blocks == 1u) return SUM_SHARED(name##_block(0u, SUM_GROUP == 0u ? count : 0u)); \
    [[unroll]] for (int level = 0; level < SUM_LEVELS; ++level) sum_counts[level] = 0u; \
    for (uint b = 0u; b < blocks; b += SUM_GROUPS) { \
      raiseFullLevels(); \
      uint first = (b + SUM_GROUP) * WONNX_SUM_BLOCK; \
      T sum = name##_block(first, first < count ? min(WONNX_SUM_BLOCK, count - first) : 0u); \
      if (sumWriter() == 0u) SUM_AT(0, sum_counts[0] + SUM_GROUP) = sum; \
      sum_counts[0] += min(SUM_GROUPS, blocks - b); \
    } \
    T sum = sumOfLevel(0); \
    [[unroll]] for (int level = 1; level < SUM_LEVELS; ++level) { \
      if (sum_counts[level] > 0u) { \
        addToLevel(level, sum); \
        sum = sumOfLevel(level); \
      } \
    } \
    return sum; \
  }
#endif
