#include "values.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Elements are little-endian in messages: turn their bytes around in read_value and on the way out."
#endif

static const struct {
  const char *name;
  uint64_t code;
  size_t width;
} elements[ELEMENT_COUNT] = {
    [ELEMENT_FLOAT] = {"float", 1, 4},
    [ELEMENT_INT64] = {"int64", 7, 8},
};

const char *element_name(enum element type) { return elements[type].name; }

bool element_of_code(uint64_t code, enum element *type) {
  for (int i = 0; i < ELEMENT_COUNT; i++) {
    *type = (enum element)i;
    if (elements[i].code == code) return true;
  }
  return false;
}

size_t byte_count(const struct tensor *tensor) {
  return tensor->count * elements[tensor->type].width;
}

struct tensor new_tensor(struct arena *arena, enum element type, size_t rank, const size_t *dims) {
  size_t count = 1;
  bool is_empty = false, is_big = false;
  for (size_t axis = 0; axis < rank; axis++) {
    is_empty = is_empty || dims[axis] == 0;
    is_big = is_big || __builtin_mul_overflow(count, dims[axis], &count);
  }
  if (is_big && !is_empty) fail("memory", "A shape has more elements than there are numbers.");
  struct tensor tensor = {.type = type, .rank = rank, .dims = dims, .count = is_empty ? 0 : count};
  tensor.data = allocate(arena, tensor.count, elements[type].width);
  return tensor;
}

static struct bytes take_payload(struct bytes *payload, size_t count) {
  if (count > payload->count) {
    fail("protocol", "A tensor has %zu bytes, and the payload has %zu left.", count,
         payload->count);
  }
  struct bytes taken = {payload->start, count};
  payload->start += count;
  payload->count -= count;
  return taken;
}

static struct bytes read_part(struct arena *arena, const char *path, size_t offset, size_t count) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) fail("protocol", "'%s' can't be read: %s.", path, strerror(errno));
  struct stat status;
  bool holds = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
               (size_t)status.st_size >= count && offset <= (size_t)status.st_size - count;
  size_t done = 0;
  char *data = NULL;
  if (holds) {
    data = allocate(arena, count + 1, 1);
    while (done < count) {
      ssize_t part = pread(file, data + done, count - done, (off_t)(offset + done));
      if (part <= 0) break;
      done += (size_t)part;
    }
  }
  close(file);
  if (!holds || done < count) {
    fail("protocol", "'%s' has not the %zu bytes from %zu on.", path, count, offset);
  }
  return (struct bytes){data, count};
}

struct bytes read_file(struct arena *arena, const char *path) {
  struct stat status;
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
    fail("load", "'%s' can't be read as a file.", path);
  }
  return read_part(arena, path, 0, (size_t)status.st_size);
}

static struct bytes take_file(const struct json *value, const char *scratch, size_t count,
                              struct arena *arena) {
  if (count == 0) return (struct bytes){"", 0};
  struct bytes name = json_string(value, "file");
  bool is_name = name.count > 0 && name.count <= 100 && name.start[0] != '.';
  for (size_t i = 0; i < name.count; i++) {
    is_name = is_name && name.start[i] && !memchr("/\\", name.start[i], 2);
  }
  if (!is_name) fail("protocol", "A tensor's file is no name in the scratch folder.");
  struct text path = {.arena = arena};
  append(&path, "%s/%.*s", scratch, shown(name), name.start);
  return read_part(arena, path.start, json_size(value, "offset"), count);
}

struct tensor read_value(const struct json *value, const struct transport *transport,
                         struct bytes *payload, struct arena *arena) {
  struct bytes kind = json_string(value, "kind");
  if (!bytes_are(kind, "tensor")) {
    refuse(NULL, "There are only tensors here, no %.*s.", shown(kind), kind.start);
  }
  struct bytes name = json_string(value, "type");
  int type = 0;
  while (type < ELEMENT_COUNT && !bytes_are(name, elements[type].name)) type++;
  if (type == ELEMENT_COUNT) {
    refuse(NULL, "The element type %.*s is not done here.", shown(name), name.start);
  }
  const struct json *shape = json_array(value, "shape");
  size_t *dims = allocate(arena, shape->count, sizeof *dims), rank = 0;
  for (const struct json *dim = shape->first; dim; dim = dim->next) {
    if (dim->kind != JSON_NUMBER || !dim->is_integer || dim->integer < 0) {
      fail("protocol", "A shape has an extent that is no size.");
    }
    dims[rank++] = (size_t)dim->integer;
  }
  size_t count = json_size(value, "bytes");
  // Taken first: there is no more memory in a tensor than bytes that came.
  struct bytes bytes = transport->scratch ? take_file(value, transport->scratch, count, arena)
                                          : take_payload(payload, count);
  struct tensor tensor = new_tensor(arena, (enum element)type, rank, dims);
  if (byte_count(&tensor) != count) {
    fail("protocol", "%zu bytes do not fill a shape of %zu elements.", count, tensor.count);
  }
  if (count) memcpy(tensor.data, bytes.start, count);
  return tensor;
}

void append_value(struct text *reply, const struct tensor *tensor,
                  const struct transport *transport, struct outgoing *outgoing) {
  size_t count = byte_count(tensor);
  append(reply, "{\"kind\":\"tensor\",\"type\":\"%s\",\"shape\":[", elements[tensor->type].name);
  for (size_t axis = 0; axis < tensor->rank; axis++) {
    append(reply, "%s%zu", axis ? "," : "", tensor->dims[axis]);
  }
  append(reply, "],");
  if (transport->scratch) {
    append(reply, "\"file\":\"out.bin\",\"offset\":%zu,", outgoing->byte_count);
  }
  append(reply, "\"bytes\":%zu}", count);
  outgoing->tensors[outgoing->count++] = tensor;
  outgoing->byte_count += count;
}

void write_scratch(const struct outgoing *outgoing, const struct transport *transport,
                   struct arena *arena) {
  struct text path = {.arena = arena};
  append(&path, "%s/out.bin", transport->scratch);
  // Written over, not cut: some file systems write to the disk at once when a file is cut.
  int file = open(path.start, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  bool is_written = file >= 0;
  for (size_t i = 0; is_written && i < outgoing->count; i++) {
    const char *data = outgoing->tensors[i]->data;
    size_t rest = byte_count(outgoing->tensors[i]);
    while (rest && is_written) {
      ssize_t part = write(file, data, rest);
      is_written = part > 0;
      if (part > 0) {
        data += part;
        rest -= (size_t)part;
      }
    }
  }
  if (file >= 0) close(file);
  if (!is_written) fail("readback", "'%s' can't be written: %s.", path.start, strerror(errno));
}
