// Reads JSON (RFC 8259). What can't be read ends the request in phase `protocol`.
#pragma once

#include <stdint.h>

#include "memory.h"

enum json_kind { JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
  enum json_kind kind;
  bool boolean;
  double number;
  // Where the number is an integer of 64 bits.
  bool is_integer;
  int64_t integer;
  struct bytes string;
  // Of an array or an object: how many there are, and the first. The others are `next`.
  size_t count;
  struct json *first, *next;
  // Of an object's member.
  struct bytes name;
};

const struct json *json_read(struct arena *arena, struct bytes text);

// A member of an object; NULL where it is not there.
const struct json *json_member(const struct json *object, const char *name);
// Members that have to be there, of this kind.
const struct json *json_array(const struct json *object, const char *name);
int64_t json_integer(const struct json *object, const char *name);
// An integer that is not negative.
size_t json_size(const struct json *object, const char *name);
struct bytes json_string(const struct json *object, const char *name);
