#include "model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "failure.h"

struct field {
  uint64_t number;
  // An integer, or the bytes of a text or message; the other is 0.
  uint64_t integer;
  struct bytes bytes;
};

static uint64_t varint(struct bytes *message) {
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

// The next field of a message, which then begins behind it; `false` at its end.
static bool next(struct bytes *message, struct field *field) {
  if (message->count == 0) return false;
  uint64_t tag = varint(message);
  *field = (struct field){.number = tag >> 3};
  switch (tag & 7) {
    case 0: field->integer = varint(message); return true;
    case 1: take(message, 8); return true;
    case 2: field->bytes = take(message, varint(message)); return true;
    case 5: take(message, 4); return true;
    default: fail("load", "The model is no protobuf message.");
  }
}

static size_t count(struct bytes message, uint64_t number) {
  size_t count = 0;
  for (struct field field; next(&message, &field);) count += field.number == number;
  return count;
}

// The last field of this number, as protobuf has it; empty where there is none.
static struct field last(struct bytes message, uint64_t number) {
  struct field found = {0};
  for (struct field field; next(&message, &field);) {
    if (field.number == number) found = field;
  }
  return found;
}

// The bytes of the file go with the request; names stay as long as the model.
static struct bytes keep(struct arena *arena, struct bytes text) {
  char *copy = allocate(arena, text.count + 1, 1);
  if (text.count) memcpy(copy, text.start, text.count);
  return (struct bytes){copy, text.count};
}

// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1.
static struct port port(struct arena *arena, struct bytes info) {
  struct port port = {.name = keep(arena, last(info, 1).bytes)};
  struct bytes type = last(info, 2).bytes;
  if (!count(type, 1)) {
    refuse(NULL, "'%.*s' is no tensor, and there are only tensors here.", (int)port.name.count,
           port.name.start);
  }
  uint64_t code = last(last(type, 1).bytes, 1).integer;
  if (!element_of_code(code, &port.type)) {
    refuse(NULL, "'%.*s' has an element type that is not done here: number %" PRIu64 ".",
           (int)port.name.count, port.name.start, code);
  }
  return port;
}

struct names {
  struct bytes *names;
  size_t count;
};

static size_t find(const struct names *names, struct bytes name) {
  // The newest first.
  for (size_t i = names->count; i-- > 0;) {
    if (bytes_equal(names->names[i], name)) return i;
  }
  fail("import", "Nothing gives the value '%.*s'.", (int)name.count, name.start);
}

// NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7.
static void read_node(struct model *model, struct node *node, struct names *names,
                      struct bytes message) {
  struct bytes type = last(message, 4).bytes, domain = last(message, 7).bytes;
  bool is_standard = domain.count == 0 || bytes_are(domain, "ai.onnx");
  char full[120];
  snprintf(full, sizeof full, "%.*s:%.*s", is_standard ? 7 : (int)domain.count,
           is_standard ? "ai.onnx" : domain.start, (int)type.count, type.start);
  node->entry = is_standard ? find_operator(type) : NULL;
  if (!node->entry) refuse(full, "There is no kernel.");
  if (count(message, 5)) refuse(full, "Attributes are not read here.");
  if (count(message, 1) != node->entry->input_count || count(message, 2) != 1) {
    fail("import", "%s takes %zu inputs and gives one output.", full, node->entry->input_count);
  }
  node->inputs = allocate(&model->arena, node->entry->input_count, sizeof *node->inputs);
  size_t taken = 0;
  for (struct field field; next(&message, &field);) {
    if (field.number == 1) node->inputs[taken++] = find(names, field.bytes);
    if (field.number == 2) {
      node->output = names->count;
      names->names[names->count] = keep(&model->arena, field.bytes);
    }
  }
  names->count++;
}

// GraphProto: node 1, initializer 5, input 11, output 12, sparse_initializer 15.
static void read_graph(struct model *model, struct bytes graph) {
  if (count(graph, 5) || count(graph, 15)) refuse(NULL, "Initializers are not read here.");
  struct arena *arena = &model->arena;
  size_t inputs = count(graph, 11), nodes = count(graph, 1);
  model->inputs = allocate(arena, inputs, sizeof *model->inputs);
  model->nodes = allocate(arena, nodes, sizeof *model->nodes);
  model->outputs = allocate(arena, count(graph, 12), sizeof *model->outputs);
  struct names names = {allocate(arena, inputs + nodes, sizeof(struct bytes)), 0};
  struct bytes rest = graph;
  for (struct field field; next(&rest, &field);) {
    if (field.number != 11) continue;
    struct port read = port(arena, field.bytes);
    model->inputs[model->input_count++] = read;
    names.names[names.count++] = read.name;
  }
  rest = graph;
  for (struct field field; next(&rest, &field);) {
    if (field.number != 1) continue;
    read_node(model, &model->nodes[model->node_count++], &names, field.bytes);
  }
  for (struct field field; next(&graph, &field);) {
    if (field.number != 12) continue;
    struct bytes name = port(arena, field.bytes).name;
    model->outputs[model->output_count++] = (struct output){name, find(&names, name)};
  }
}

// ModelProto: graph 7, functions 25.
void model_read(struct model *model, struct bytes file) {
  if (count(file, 25)) refuse(NULL, "Functions of a model are not read here.");
  if (!count(file, 7)) fail("load", "The file holds no graph.");
  read_graph(model, last(file, 7).bytes);
}
