// Bytes, and memory that is given back all at once: that of a request, or of a model.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Somebody else's bytes; text in them has no NUL at its end.
struct bytes {
  const char *start;
  size_t count;
};

bool bytes_are(struct bytes bytes, const char *text);
bool bytes_equal(struct bytes a, struct bytes b);
struct bytes bytes_of(const char *text);
// How many of them a message shows, for `%.*s`.
int shown(struct bytes bytes);

struct arena {
  struct block *last;
};

// Zeroed, for `count` elements of `size` bytes. Where there is no memory, the request fails.
void *allocate(struct arena *arena, size_t count, size_t size);
void clear(struct arena *arena);

// A text that grows.
struct text {
  struct arena *arena;
  char *start;
  size_t count, capacity;
};

void append(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
// As a JSON string. What is no UTF-8 becomes U+FFFD.
void append_string(struct text *text, struct bytes string);
