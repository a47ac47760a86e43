#include "json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"

struct reader {
  struct arena *arena;
  const char *at, *end;
  int depth;
};

// Deeper ones are no messages of the protocol, and would use up the stack.
static const int deepest = 64;

static struct json *value(struct reader *reader);

static _Noreturn void stop(struct reader *reader, const char *expected) {
  fail("protocol", "The request is no JSON: %s is expected before its last %zu bytes.", expected,
       (size_t)(reader->end - reader->at));
}

static void skip_space(struct reader *reader) {
  while (reader->at < reader->end && memchr(" \t\r\n", *reader->at, 4)) reader->at++;
}

// Whether this character comes next, after white space; it is then behind us.
static bool takes(struct reader *reader, char wanted) {
  skip_space(reader);
  if (reader->at == reader->end || *reader->at != wanted) return false;
  reader->at++;
  return true;
}

static bool takes_word(struct reader *reader, const char *word) {
  size_t count = strlen(word);
  if ((size_t)(reader->end - reader->at) < count || memcmp(reader->at, word, count) != 0) {
    return false;
  }
  reader->at += count;
  return true;
}

static unsigned hexadecimal(struct reader *reader) {
  unsigned code = 0;
  for (int i = 0; i < 4; i++) {
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *digit = NULL;
    if (reader->at < reader->end) digit = memchr(digits, *reader->at, 22);
    if (!digit) stop(reader, "a hexadecimal digit");
    unsigned place = (unsigned)(digit - digits);
    code = code << 4 | (place < 16 ? place : place - 6);
    reader->at++;
  }
  return code;
}

// Writes a character as UTF-8, and returns the place after it.
static char *put(char *out, unsigned code) {
  if (code < 0x80) {
    *out++ = (char)code;
    return out;
  }
  int rest = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const unsigned char marks[] = {0, 0xC0, 0xE0, 0xF0};
  *out++ = (char)(marks[rest] | code >> (6 * rest));
  while (rest-- > 0) *out++ = (char)(0x80 | (code >> (6 * rest) & 0x3F));
  return out;
}

static char *escape(struct reader *reader, char *out) {
  if (reader->at == reader->end) stop(reader, "a character after the backslash");
  static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char name = *reader->at++;
  const char *found = memchr(names, name, sizeof names - 1);
  if (found) {
    *out++ = meanings[found - names];
    return out;
  }
  if (name != 'u') stop(reader, "a character that may be escaped");
  unsigned code = hexadecimal(reader);
  if (code >= 0xD800 && code < 0xDC00 && takes_word(reader, "\\u")) {
    unsigned low = hexadecimal(reader);
    bool is_pair = low >= 0xDC00 && low < 0xE000;
    code = is_pair ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
  }
  // Half of a pair is no character.
  return put(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
}

// After the quotation mark. What is read is never longer than how it is written.
static struct bytes string(struct reader *reader) {
  const char *end = reader->at;
  while (end < reader->end && *end != '"') end += *end == '\\' ? 2 : 1;
  if (end >= reader->end) stop(reader, "the end of a string");
  char *start = allocate(reader->arena, (size_t)(end - reader->at) + 1, 1);
  char *out = start;
  while (reader->at < end) {
    char next = *reader->at++;
    if ((unsigned char)next < 0x20) stop(reader, "no control character");
    if (next == '\\') {
      out = escape(reader, out);
    } else {
      *out++ = next;
    }
  }
  reader->at = end + 1;
  return (struct bytes){start, (size_t)(out - start)};
}

static bool takes_digits(struct reader *reader) {
  const char *start = reader->at;
  while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') reader->at++;
  return reader->at > start;
}

static void number(struct reader *reader, struct json *json) {
  const char *start = reader->at;
  bool is_whole = true;
  takes_word(reader, "-");
  if (!takes_word(reader, "0") && !takes_digits(reader)) stop(reader, "a value");
  if (takes_word(reader, ".")) {
    is_whole = false;
    if (!takes_digits(reader)) stop(reader, "a digit");
  }
  if (takes_word(reader, "e") || takes_word(reader, "E")) {
    is_whole = false;
    if (!takes_word(reader, "+")) takes_word(reader, "-");
    if (!takes_digits(reader)) stop(reader, "a digit");
  }
  size_t count = (size_t)(reader->at - start);
  char *copy = allocate(reader->arena, count + 1, 1);
  memcpy(copy, start, count);
  json->kind = JSON_NUMBER;
  json->number = strtod(copy, NULL);
  errno = 0;
  json->integer = strtoll(copy, NULL, 10);
  json->is_integer = is_whole && errno == 0;
}

static void members(struct reader *reader, struct json *parent, char close) {
  if (++reader->depth > deepest) fail("protocol", "The request is nested too deeply.");
  struct json **last = &parent->first;
  if (!takes(reader, close)) {
    do {
      struct bytes name = {0};
      if (parent->kind == JSON_OBJECT) {
        if (!takes(reader, '"')) stop(reader, "a member's name");
        name = string(reader);
        if (!takes(reader, ':')) stop(reader, "a colon");
      }
      struct json *child = value(reader);
      child->name = name;
      *last = child;
      last = &child->next;
      parent->count++;
    } while (takes(reader, ','));
    if (!takes(reader, close)) stop(reader, "a comma, or the end of what was opened");
  }
  reader->depth--;
}

static struct json *value(struct reader *reader) {
  struct json *json = allocate(reader->arena, 1, sizeof *json);
  if (takes(reader, '{')) {
    json->kind = JSON_OBJECT;
    members(reader, json, '}');
  } else if (takes(reader, '[')) {
    json->kind = JSON_ARRAY;
    members(reader, json, ']');
  } else if (takes(reader, '"')) {
    json->kind = JSON_STRING;
    json->string = string(reader);
  } else if (takes_word(reader, "true")) {
    json->kind = JSON_BOOLEAN;
    json->boolean = true;
  } else if (takes_word(reader, "false")) {
    json->kind = JSON_BOOLEAN;
  } else if (!takes_word(reader, "null")) {
    number(reader, json);
  }
  return json;
}

const struct json *json_read(struct arena *arena, struct bytes text) {
  struct reader reader = {arena, text.start, text.start + text.count, 0};
  struct json *json = value(&reader);
  skip_space(&reader);
  if (reader.at != reader.end) stop(&reader, "the end");
  return json;
}

const struct json *json_member(const struct json *object, const char *name) {
  if (object->kind != JSON_OBJECT) return NULL;
  for (const struct json *member = object->first; member; member = member->next) {
    if (bytes_are(member->name, name)) return member;
  }
  return NULL;
}

static const struct json *required(const struct json *object, const char *name,
                                   enum json_kind kind) {
  const struct json *member = json_member(object, name);
  if (!member) fail("protocol", "The request lacks '%s'.", name);
  if (member->kind != kind) fail("protocol", "The request's '%s' is of another kind.", name);
  return member;
}

const struct json *json_array(const struct json *object, const char *name) {
  return required(object, name, JSON_ARRAY);
}

int64_t json_integer(const struct json *object, const char *name) {
  const struct json *member = required(object, name, JSON_NUMBER);
  if (!member->is_integer) fail("protocol", "The request's '%s' is no integer.", name);
  return member->integer;
}

size_t json_size(const struct json *object, const char *name) {
  int64_t integer = json_integer(object, name);
  if (integer < 0) fail("protocol", "The request's '%s' is negative.", name);
  return (size_t)integer;
}

struct bytes json_string(const struct json *object, const char *name) {
  return required(object, name, JSON_STRING)->string;
}
