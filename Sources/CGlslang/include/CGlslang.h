#pragma once
#include <stddef.h>
#include <stdint.h>

/// A compiled shader: `words` is NULL where it did not compile and `log` says why.
typedef struct {
  uint32_t *words;
  size_t word_count;
  char *log;
} onnx_shader;

/// Compiles a GLSL compute shader, whose includes are resolved, to SPIR-V 1.5. Thread-safe.
onnx_shader onnx_compile_shader(const char *source);

void onnx_free_shader(onnx_shader shader);
