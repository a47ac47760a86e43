#include "model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "failure.h"
#include "protobuf.h"

// The bytes of the file go with the request; names stay as long as the model.
static struct bytes keep(struct arena *arena, struct bytes text) {
  char *copy = allocate(arena, text.count + 1, 1);
  if (text.count) memcpy(copy, text.start, text.count);
  return (struct bytes){copy, text.count};
}

// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1.
static struct port port(struct arena *arena, struct bytes info) {
  struct port port = {.name = keep(arena, last_field(info, 1).bytes)};
  struct bytes type = last_field(info, 2).bytes;
  if (!count_fields(type, 1)) {
    refuse(NULL, "'%.*s' is no tensor, and there are only tensors here.", shown(port.name),
           port.name.start);
  }
  uint64_t code = last_field(last_field(type, 1).bytes, 1).integer;
  if (!element_of_code(code, &port.type)) {
    refuse(NULL, "'%.*s' has an element type that is not done here: number %" PRIu64 ".",
           shown(port.name), port.name.start, code);
  }
  return port;
}

// How many integers a repeated field holds, packed or one by one; where `out` is not NULL, also which.
static size_t integers(struct bytes message, uint64_t number, uint64_t *out) {
  size_t count = 0;
  for (struct field field; next_field(&message, &field);) {
    if (field.number != number) continue;
    while (field.is_integer || field.bytes.count) {
      uint64_t integer = field.is_integer ? field.integer : varint(&field.bytes);
      if (out) out[count] = integer;
      count++;
      field.is_integer = false;
    }
  }
  return count;
}

// TensorProto: dims 1, data_type 2, float_data 4, int64_data 7, name 8, raw_data 9, data_location 14.
static struct constant constant(struct arena *arena, struct bytes message) {
  struct constant constant = {.name = keep(arena, last_field(message, 8).bytes)};
  uint64_t code = last_field(message, 2).integer;
  enum element type;
  if (!element_of_code(code, &type)) {
    refuse(NULL, "An initializer has an element type that is not done here: number %" PRIu64 ".",
           code);
  }
  if (last_field(message, 14).integer) refuse(NULL, "External data are not read here.");
  size_t rank = integers(message, 1, NULL);
  uint64_t *read = allocate(arena, rank, sizeof *read);
  size_t *dims = allocate(arena, rank, sizeof *dims);
  integers(message, 1, read);
  for (size_t i = 0; i < rank; i++) dims[i] = (size_t)read[i];
  constant.tensor = new_tensor(arena, type, rank, dims);
  if (type == ELEMENT_INT64 && integers(message, 7, NULL) == constant.tensor.count) {
    integers(message, 7, (uint64_t *)constant.tensor.int64s);
    return constant;
  }
  // Raw bytes, or those of floats, in one field or in many.
  size_t filled = 0, wanted = byte_count(&constant.tensor);
  for (struct field field; next_field(&message, &field);) {
    size_t more = field.bytes.count;
    if ((field.number != 9 && field.number != 4) || more > wanted - filled) continue;
    if (more) memcpy((char *)constant.tensor.data + filled, field.bytes.start, more);
    filled += more;
  }
  if (filled != wanted) {
    fail("load", "An initializer has %zu bytes, and its shape takes %zu.", filled, wanted);
  }
  return constant;
}

struct names {
  struct bytes *names;
  size_t count;
};

static size_t find(const struct names *names, struct bytes name) {
  // An input comes before the initializer of its name, which is its default.
  for (size_t i = 0; i < names->count; i++) {
    if (bytes_equal(names->names[i], name)) return i;
  }
  fail("import", "Nothing gives the value '%.*s'.", shown(name), name.start);
}

// NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7.
static void read_node(struct model *model, struct node *node, struct names *names,
                      struct bytes message) {
  struct bytes type = last_field(message, 4).bytes, domain = last_field(message, 7).bytes;
  bool is_standard = domain.count == 0 || bytes_are(domain, "ai.onnx");
  char full[120];
  snprintf(full, sizeof full, "%.*s:%.*s", is_standard ? 7 : shown(domain),
           is_standard ? "ai.onnx" : domain.start, shown(type), type.start);
  node->entry = is_standard ? find_operator(type) : NULL;
  if (!node->entry) refuse(full, "There is no kernel.");
  if (count_fields(message, 5)) refuse(full, "Attributes are not read here.");
  if (count_fields(message, 1) != node->entry->input_count || count_fields(message, 2) != 1) {
    fail("import", "%s takes %zu inputs and gives one output.", full, node->entry->input_count);
  }
  node->inputs = allocate(&model->arena, node->entry->input_count, sizeof *node->inputs);
  size_t taken = 0;
  for (struct field field; next_field(&message, &field);) {
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
  if (count_fields(graph, 15)) refuse(NULL, "Sparse initializers are not read here.");
  struct arena *arena = &model->arena;
  size_t inputs = count_fields(graph, 11), constants = count_fields(graph, 5);
  size_t nodes = count_fields(graph, 1);
  model->inputs = allocate(arena, inputs, sizeof *model->inputs);
  model->nodes = allocate(arena, nodes, sizeof *model->nodes);
  model->outputs = allocate(arena, count_fields(graph, 12), sizeof *model->outputs);
  model->constants = allocate(arena, constants, sizeof *model->constants);
  struct names names = {allocate(arena, inputs + constants + nodes, sizeof(struct bytes)), 0};
  struct bytes rest = graph;
  for (struct field field; next_field(&rest, &field);) {
    if (field.number != 11) continue;
    struct port read = port(arena, field.bytes);
    model->inputs[model->input_count++] = read;
    names.names[names.count++] = read.name;
  }
  rest = graph;
  for (struct field field; next_field(&rest, &field);) {
    if (field.number != 5) continue;
    struct constant read = constant(arena, field.bytes);
    model->constants[model->constant_count++] = read;
    names.names[names.count++] = read.name;
  }
  rest = graph;
  for (struct field field; next_field(&rest, &field);) {
    if (field.number != 1) continue;
    read_node(model, &model->nodes[model->node_count++], &names, field.bytes);
  }
  for (struct field field; next_field(&graph, &field);) {
    if (field.number != 12) continue;
    struct bytes name = port(arena, field.bytes).name;
    model->outputs[model->output_count++] = (struct output){name, find(&names, name)};
  }
}

// ModelProto: graph 7, functions 25.
void model_read(struct model *model, struct bytes file) {
  if (count_fields(file, 25)) refuse(NULL, "Functions of a model are not read here.");
  if (!count_fields(file, 7)) fail("load", "The file holds no graph.");
  read_graph(model, last_field(file, 7).bytes);
}
