// Values in memory, in messages, and on the way between them.
#pragma once

#include "json.h"
#include "memory.h"

// To add one: here, a line in values.c, and a case in broadcast.c.
enum element { ELEMENT_FLOAT, ELEMENT_INT64 };
enum { ELEMENT_COUNT = 2 };

const char *element_name(enum element type);
// From the number that ONNX's TensorProto.DataType gives it; `false` for one that is not done here.
bool element_of_code(uint64_t code, enum element *type);

// Row-major.
struct tensor {
  enum element type;
  size_t rank, count;
  const size_t *dims;
  union {
    void *data;
    float *floats;
    int64_t *int64s;
  };
};

// Of zeros. Where there are more elements than memory, the request fails.
struct tensor new_tensor(struct arena *arena, enum element type, size_t rank, const size_t *dims);

// Where bytes of tensors lie: in files of the scratch folder, or after a message's line.
struct transport {
  // NULL for bytes after the line.
  char *scratch;
};

// A tensor of a request. `payload` are the bytes after its line, and begin behind those taken.
struct tensor read_value(const struct json *value, const struct transport *transport,
                         struct bytes *payload, struct arena *arena);

// A reply's bytes, before they go: to the scratch file, or after the line.
struct outgoing {
  const struct tensor **tensors;
  size_t count, byte_count;
};

// Describes a tensor of the reply, and notes its bytes.
void append_value(struct text *reply, const struct tensor *tensor,
                  const struct transport *transport, struct outgoing *outgoing);

// All bytes of a file.
struct bytes read_file(struct arena *arena, const char *path);
// Writes what the reply refers to, where that is a file.
void write_scratch(const struct outgoing *outgoing, const struct transport *transport,
                   struct arena *arena);
size_t byte_count(const struct tensor *tensor);
