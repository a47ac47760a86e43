#include "COnnxProto.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

using google::protobuf::io::CodedInputStream;

namespace {

// CodedInputStream counts in int. It only ever sees windows of the bytes: a tag and a number take at
// most 20 bytes, and the contents of fields are ranges that no stream walks.
constexpr uint64_t headWindow = 32;
constexpr uint64_t listWindow = 1 << 30;
constexpr uint64_t longestVarint = 10;
constexpr int deepestGroup = 64;

enum WireType : uint32_t { varint = 0, fixed64 = 1, bytesOf = 2, groupStart = 3, groupEnd = 4, fixed32 = 5 };

// Reads one field; a group's start and end are fields without content.
onnx_step read(const uint8_t *bytes, uint64_t end, uint64_t *position, onnx_field *field,
               uint32_t *wireType) noexcept {
  const uint64_t left = end - *position;
  CodedInputStream stream(bytes + *position, static_cast<int>(std::min(left, headWindow)));
  const uint32_t tag = stream.ReadTag();
  field->number = tag >> 3;
  *wireType = tag & 7;
  if (field->number == 0) return onnx_step_malformed;
  field->value = 0;
  field->offset = *position;
  field->length = 0;
  uint32_t narrow = 0;
  switch (*wireType) {
    case varint:
      field->content = onnx_content_varint;
      if (!stream.ReadVarint64(&field->value)) return onnx_step_malformed;
      break;
    case fixed64:
      field->content = onnx_content_fixed64;
      if (!stream.ReadLittleEndian64(&field->value)) return onnx_step_malformed;
      break;
    case fixed32:
      field->content = onnx_content_fixed32;
      if (!stream.ReadLittleEndian32(&narrow)) return onnx_step_malformed;
      field->value = narrow;
      break;
    case bytesOf:
      field->content = onnx_content_bytes;
      if (!stream.ReadVarint64(&field->length)) return onnx_step_malformed;
      break;
    case groupStart:
    case groupEnd:
      break;
    default:
      return onnx_step_malformed;
  }
  const uint64_t head = static_cast<uint64_t>(stream.CurrentPosition());
  if (field->length > left - head) return onnx_step_overlong;
  field->offset = *position + head;
  *position = field->offset + field->length;
  return onnx_step_field;
}

// Moves past the group that `number` opened.
onnx_step skipGroup(const uint8_t *bytes, uint64_t end, uint64_t *position,
                    uint32_t number) noexcept {
  uint32_t open[deepestGroup] = {number};
  int depth = 1;
  while (depth > 0) {
    if (*position >= end) return onnx_step_group;
    onnx_field field;
    uint32_t wireType = 0;
    const onnx_step step = read(bytes, end, position, &field, &wireType);
    if (step != onnx_step_field) return step;
    if (wireType == groupStart) {
      if (depth == deepestGroup) return onnx_step_group;
      open[depth++] = field.number;
    } else if (wireType == groupEnd) {
      if (open[--depth] != field.number) return onnx_step_group;
    }
  }
  return onnx_step_field;
}

}  // namespace

onnx_step onnx_next_field(const uint8_t *bytes, uint64_t end, uint64_t *position,
                          onnx_field *field) {
  uint64_t next = *position;
  while (next < end) {
    uint32_t wireType = 0;
    onnx_step step = read(bytes, end, &next, field, &wireType);
    if (step == onnx_step_field && wireType == groupEnd) step = onnx_step_group;
    if (step == onnx_step_field && wireType == groupStart) {
      step = skipGroup(bytes, end, &next, field->number);
      if (step == onnx_step_field) continue;
    }
    if (step == onnx_step_field) *position = next;
    return step;
  }
  *position = end;
  return onnx_step_end;
}

uint64_t onnx_count_varints(const uint8_t *bytes, uint64_t start, uint64_t end) {
  uint64_t count = 0;
  for (uint64_t i = start; i < end; ++i) count += bytes[i] < 0x80;
  return count;
}

uint64_t onnx_read_varints(const uint8_t *bytes, uint64_t start, uint64_t end, uint64_t *values,
                           uint64_t capacity) {
  uint64_t count = 0;
  while (start < end && count < capacity) {
    const uint64_t window = std::min(end - start, listWindow);
    // Only the last window may be read to its very end: a varint may straddle the others' ends.
    const uint64_t stop = window == end - start ? window : window - longestVarint;
    CodedInputStream stream(bytes + start, static_cast<int>(window));
    while (count < capacity && static_cast<uint64_t>(stream.CurrentPosition()) < stop) {
      if (!stream.ReadVarint64(&values[count])) return count;
      ++count;
    }
    start += static_cast<uint64_t>(stream.CurrentPosition());
  }
  return count;
}
