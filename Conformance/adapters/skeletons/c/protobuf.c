#include "protobuf.h"

#include <inttypes.h>

#include "failure.h"

uint64_t varint(struct bytes *message) {
  uint64_t result = 0;
  for (int shift = 0; shift < 64 && message->count; shift += 7) {
    unsigned char byte = (unsigned char)*message->start++;
    message->count--;
    result |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) return result;
  }
  fail("load", "The model ends within an integer, or has one of more than 64 bits.");
}

static struct bytes take(struct bytes *message, uint64_t count) {
  if (count > message->count) {
    fail("load", "The model has a field of %" PRIu64 " bytes where %zu are left.", count,
         message->count);
  }
  struct bytes taken = {message->start, (size_t)count};
  message->start += count;
  message->count -= (size_t)count;
  return taken;
}

bool next_field(struct bytes *message, struct field *field) {
  if (message->count == 0) return false;
  uint64_t tag = varint(message);
  *field = (struct field){.number = tag >> 3};
  switch (tag & 7) {
    case 0:
      field->integer = varint(message);
      field->is_integer = true;
      return true;
    case 1: field->bytes = take(message, 8); return true;
    case 2: field->bytes = take(message, varint(message)); return true;
    case 5: field->bytes = take(message, 4); return true;
    default: fail("load", "The model is no protobuf message.");
  }
}

size_t count_fields(struct bytes message, uint64_t number) {
  size_t count = 0;
  for (struct field field; next_field(&message, &field);) count += field.number == number;
  return count;
}

struct field last_field(struct bytes message, uint64_t number) {
  struct field found = {0};
  for (struct field field; next_field(&message, &field);) {
    if (field.number == number) found = field;
  }
  return found;
}
