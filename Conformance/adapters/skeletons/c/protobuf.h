// Protobuf's wire format, field by field: https://protobuf.dev/programming-guides/encoding
#pragma once

#include <stdint.h>

#include "memory.h"

struct field {
  uint64_t number;
  // An integer, or the bytes of anything else.
  bool is_integer;
  uint64_t integer;
  struct bytes bytes;
};

// The next field of a message, which then begins behind it; `false` at its end.
bool next_field(struct bytes *message, struct field *field);
size_t count_fields(struct bytes message, uint64_t number);
// The last field of this number, as protobuf has it; empty where there is none.
struct field last_field(struct bytes message, uint64_t number);
// An integer at the beginning of bytes, which then begin behind it.
uint64_t varint(struct bytes *bytes);
