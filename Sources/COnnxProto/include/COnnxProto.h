#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a field's content is written.
enum __attribute__((enum_extensibility(closed))) onnx_content {
  onnx_content_varint = 0,
  onnx_content_fixed64 = 1,
  onnx_content_bytes = 2,
  onnx_content_fixed32 = 5,
};
typedef enum onnx_content onnx_content;

/// One field of a message. Nothing is copied: `offset` and `length` are a range of the bytes walked.
typedef struct {
  uint32_t number;
  onnx_content content;
  /// The varint, or the bits of a fixed-width number.
  uint64_t value;
  uint64_t offset;
  uint64_t length;
} onnx_field;

enum __attribute__((enum_extensibility(closed))) onnx_step {
  onnx_step_end,
  onnx_step_field,
  /// The tag, number or length at the position is cut off or not a number that the format allows.
  onnx_step_malformed,
  /// The field says that it has more bytes than the message.
  onnx_step_overlong,
  /// Groups nested too deeply, or one that does not end.
  onnx_step_group,
};
typedef enum onnx_step onnx_step;

/// Reads the field at `*position` and moves past it; groups, which ONNX never uses, are skipped.
/// Never reads outside `[*position, end)` of `bytes`. On an error, `*position` stays.
onnx_step onnx_next_field(const uint8_t *bytes, uint64_t end, uint64_t *position,
                          onnx_field *field);

/// The number of varints in `[start, end)`, which is that of the bytes that end one.
uint64_t onnx_count_varints(const uint8_t *bytes, uint64_t start, uint64_t end);

/// Reads up to `capacity` varints from `[start, end)`; returns how many it read before the end or a
/// malformed one.
uint64_t onnx_read_varints(const uint8_t *bytes, uint64_t start, uint64_t end, uint64_t *values,
                           uint64_t capacity);

#ifdef __cplusplus
}
#endif
