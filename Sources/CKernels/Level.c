#include "Level.h"

#include <stdatomic.h>

static atomic_int limit = WONNX_LEVEL_AVX512;

wonnx_level wonnx_kernels_best(void) {
#if WONNX_X86
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
              __builtin_cpu_supports("f16c");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    return WONNX_LEVEL_AVX512;
  }
  if (avx2) { return WONNX_LEVEL_AVX2; }
#endif
  return WONNX_LEVEL_PORTABLE;
}

wonnx_level wonnx_kernels_limit(wonnx_level level) {
  atomic_store_explicit(&limit, (int)level, memory_order_relaxed);
  return wonnx_kernels_level();
}

wonnx_level wonnx_kernels_level(void) {
  static atomic_int best = -1;
  int found = atomic_load_explicit(&best, memory_order_relaxed);
  if (found < 0) {
    found = (int)wonnx_kernels_best();
    atomic_store_explicit(&best, found, memory_order_relaxed);
  }
  int most = atomic_load_explicit(&limit, memory_order_relaxed);
  return (wonnx_level)(found < most ? found : most);
}
