#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"

bool bytes_equal(struct bytes a, struct bytes b) {
  return a.count == b.count && (a.count == 0 || memcmp(a.start, b.start, a.count) == 0);
}

struct bytes bytes_of(const char *text) { return (struct bytes){text, strlen(text)}; }

bool bytes_are(struct bytes bytes, const char *text) { return bytes_equal(bytes, bytes_of(text)); }

int shown(struct bytes bytes) { return bytes.count < 100 ? (int)bytes.count : 100; }

struct block {
  struct block *before;
  max_align_t data[];
};

// The host takes no payload beyond this.
static const size_t most = (size_t)4 << 30;

void *allocate(struct arena *arena, size_t count, size_t size) {
  if (size && count > most / size) fail("memory", "More than 4 GiB are asked for.");
  struct block *block = calloc(1, sizeof *block + count * size);
  if (!block) fail("memory", "There is no memory for %zu bytes.", count * size);
  block->before = arena->last;
  arena->last = block;
  return block->data;
}

void clear(struct arena *arena) {
  while (arena->last) {
    struct block *block = arena->last;
    arena->last = block->before;
    free(block);
  }
}

static void reserve(struct text *text, size_t count) {
  if (text->capacity - text->count >= count) return;
  size_t capacity = 2 * text->capacity + count + 256;
  char *start = allocate(text->arena, capacity, 1);
  if (text->count) memcpy(start, text->start, text->count);
  text->start = start;
  text->capacity = capacity;
}

void append(struct text *text, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int count = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (count > 0) {
    reserve(text, (size_t)count + 1);
    vsnprintf(text->start + text->count, (size_t)count + 1, format, again);
    text->count += (size_t)count;
  }
  va_end(again);
}

// How many bytes a character of UTF-8 has; 0 where it is none.
static size_t character(const unsigned char *start, size_t count) {
  unsigned char first = start[0];
  size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 0 || length > count || first > 0xF4) return 0;
  for (size_t i = 1; i < length; i++) {
    if ((start[i] & 0xC0) != 0x80) return 0;
  }
  bool is_overlong = (first == 0xE0 && start[1] < 0xA0) || (first == 0xF0 && start[1] < 0x90);
  bool is_outside = (first == 0xED && start[1] > 0x9F) || (first == 0xF4 && start[1] > 0x8F);
  return is_overlong || is_outside ? 0 : length;
}

void append_string(struct text *text, struct bytes string) {
  append(text, "\"");
  for (size_t i = 0; i < string.count;) {
    const unsigned char *start = (const unsigned char *)string.start + i;
    size_t length = character(start, string.count - i);
    if (length == 0) {
      append(text, "\\ufffd");
    } else if (*start == '"' || *start == '\\') {
      append(text, "\\%c", *start);
    } else if (*start < 0x20) {
      append(text, "\\u%04x", *start);
    } else {
      append(text, "%.*s", (int)length, (const char *)start);
    }
    i += length ? length : 1;
  }
  append(text, "\"");
}
