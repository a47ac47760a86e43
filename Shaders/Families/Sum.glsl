// A row's sum in the order of summation, for the rows of Rows.glsl.
//
// DEFINE_SUM(name, T, term) defines `T name(uint count)`, the sum of `T term(uint k)` for k below
// count; every invocation of the row gets it, and all must call it. Where a row has one invocation, count
// is at most WONNX_SUM_BLOCK, or with SUMS_ARE_LONG its fourth power.
//
// SUM_TYPE is T. Without Rows.glsl, a row has one invocation.
#ifndef LANES
#define LANES 1
uint lane() { return 0u; }
#endif

// The lane's sum of the terms l, l + 16, … below count, from `first` on: pairs are added as soon as they
// are whole. -0 + x is x, of every x.
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

// Sums of full blocks by level, and how many there are.
#define SUM_LEVELS 3
#if LANES == 1
#define SUM_STORAGE
#else
#define SUM_STORAGE shared
#endif
#if LANES > 1 || defined(SUMS_ARE_LONG)
SUM_STORAGE SUM_TYPE sum_levels[SUM_LEVELS][WONNX_SUM_BLOCK];
uint sum_counts[SUM_LEVELS];
int sum_level;
SUM_TYPE sum_term(uint k) { return sum_levels[sum_level][k]; }
#endif

#if LANES == 1

uint sumWriter() { return 0u; }
#define SUM_GROUPS 1u
#define SUM_GROUP 0u
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

// Blocks that the row's invocations sum at once, and lanes of a block that one invocation sums.
#if LANES < 16
#define SUM_GROUPS 1u
#define SUM_OWN (16 / LANES)
#else
#define SUM_GROUPS uint(LANES / 16)
#define SUM_OWN 1
#endif

// The sum of one block of terms, in all invocations of its group.
#define DEFINE_BLOCK_SUM(name, T, term) \
  DEFINE_LANE_SUM(name##_lane, T, term) \
  T name(uint first, uint count) { \
    T own[SUM_OWN]; \
    [[unroll]] for (int j = 0; j < SUM_OWN; ++j) { \
      own[j] = name##_lane(first, count, lane() % WONNX_SUM_LANES + uint(j * LANES)); \
    } \
    [[unroll]] for (int s = SUM_OWN / 2; s > 0; s /= 2) { \
      [[unroll]] for (int j = 0; j < s; ++j) own[j] += own[j + s]; \
    } \
    T sum = own[0]; \
    [[unroll]] for (uint s = min(uint(LANES), WONNX_SUM_LANES) / 2u; s > 0u; s /= 2u) { \
      sum += subgroupShuffleXor(sum, s); \
    } \
    return sum; \
  }

#define SUM_GROUP (lane() / WONNX_SUM_LANES)
uint sumWriter() { return lane() % WONNX_SUM_LANES; }
#define SUM_SHARED(v) subgroupShuffle(v, 0u)
// A row's invocations are one subgroup, and a workgroup.
#define SUM_BARRIER subgroupBarrier();

#endif

#if LANES > 1 || defined(SUMS_ARE_LONG)
DEFINE_BLOCK_SUM(sum_of_level, SUM_TYPE, sum_term)

SUM_TYPE sumOfLevel(int level) {
  SUM_BARRIER
  sum_level = level;
  SUM_TYPE sum = SUM_SHARED(sum_of_level(0u, sum_counts[level]));
  SUM_BARRIER
  sum_counts[level] = 0u;
  return sum;
}

// Takes the sum of the level below.
void addToLevel(int level, SUM_TYPE sum) {
  if (lane() == 0u) sum_levels[level][sum_counts[level]] = sum;
  sum_counts[level] += 1u;
}

#define DEFINE_SUM(name, T, term) \
  DEFINE_BLOCK_SUM(name##_block, T, term) \
  T name(uint count) { \
    if (count == 0u) return T(0); \
    uint blocks = (count + WONNX_SUM_BLOCK - 1u) / WONNX_SUM_BLOCK; \
    if (blocks == 1u) return SUM_SHARED(name##_block(0u, SUM_GROUP == 0u ? count : 0u)); \
    sum_counts = uint[](0u, 0u, 0u); \
    for (uint b = 0u; b < blocks; b += SUM_GROUPS) { \
      if (sum_counts[0] == WONNX_SUM_BLOCK) { \
        addToLevel(1, sumOfLevel(0)); \
        if (sum_counts[1] == WONNX_SUM_BLOCK) addToLevel(2, sumOfLevel(1)); \
      } \
      uint first = (b + SUM_GROUP) * WONNX_SUM_BLOCK; \
      T sum = name##_block(first, first < count ? min(WONNX_SUM_BLOCK, count - first) : 0u); \
      if (sumWriter() == 0u) sum_levels[0][sum_counts[0] + SUM_GROUP] = sum; \
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
#else
#define DEFINE_SUM(name, T, term) \
  DEFINE_BLOCK_SUM(name##_block, T, term) \
  T name(uint count) { return count == 0u ? T(0) : name##_block(0u, count); }
#endif
