// For the rows of Rows.glsl: the greatest of a T_x of each of a row's invocations, the least of a uint,
// and whether a bool is true in any. All of the row's invocations must ask, and all get it.
#if LANES == 1
#define JOIN_MAX(v) (v)
#define JOIN_MIN(v) (v)
#define JOIN_ANY(v) (v)
#elif LANES == WONNX_SUBGROUP_SIZE && !defined(COLUMNS)
#define JOIN_MAX(v) subgroupMax(v)
#define JOIN_MIN(v) subgroupMin(v)
#define JOIN_ANY(v) subgroupAny(v)
#else
#ifdef COLUMNS
#define DEFINE_JOIN(name, T, pick) \
  shared T name##_parts[LANES][COLUMNS]; \
  T name(T v) { \
    name##_parts[lane()][column()] = v; \
    barrier(); \
    LOOP(k, 0u, uint(LANES)) v = pick(v, name##_parts[k][column()]); \
    barrier(); \
    return v; \
  }
#else
#define DEFINE_WIDTH_JOIN(name, T, pick) \
  T name##_width(T v) { \
    [[unroll]] for (uint s = uint(ROW_WIDTH) / 2u; s > 0u; s /= 2u) { \
      v = pick(v, subgroupShuffleXor(v, s)); \
    } \
    return v; \
  }
#if LANES < WONNX_SUBGROUP_SIZE
#define DEFINE_JOIN(name, T, pick) \
  DEFINE_WIDTH_JOIN(name, T, pick) \
  T name(T v) { return name##_width(v); }
#else
#define DEFINE_JOIN(name, T, pick) \
  DEFINE_WIDTH_JOIN(name, T, pick) \
  shared T name##_parts[LANES / ROW_WIDTH]; \
  T name(T v) { \
    v = name##_width(v); \
    if (gl_SubgroupInvocationID == 0u) name##_parts[gl_SubgroupID] = v; \
    barrier(); \
    v = name##_parts[0]; \
    LOOP(k, 1u, uint(LANES / ROW_WIDTH)) v = pick(v, name##_parts[k]); \
    barrier(); \
    return v; \
  }
#endif
#endif
DEFINE_JOIN(joinMax, T_x, max)
DEFINE_JOIN(joinMin, uint, min)
DEFINE_JOIN(joinAny, uint, max)
#define JOIN_MAX(v) joinMax(v)
#define JOIN_MIN(v) joinMin(v)
#define JOIN_ANY(v) (joinAny(uint(v)) != 0u)
#endif
