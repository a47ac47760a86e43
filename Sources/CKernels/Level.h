#ifndef WONNX_LEVEL_H
#define WONNX_LEVEL_H

#include "CKernels.h"

/// The level that a call uses: the lower of what this CPU has and the limit.
wonnx_level wonnx_kernels_level(void);

/// Memory of the calling thread's own, of at least so many bytes, until its next call of this; NULL
/// where there is none left. It is freed with the thread.
void *wonnx_thread_workspace(size_t bytes);

#if defined(__x86_64__)
#define WONNX_X86 1
#define WONNX_AVX2 __attribute__((target("avx2,fma,f16c")))
#define WONNX_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))
#else
#define WONNX_X86 0
#endif

#define WONNX_UNROLL _Pragma("clang loop unroll(full)")
#define WONNX_INLINE static inline __attribute__((always_inline))

#endif
