// An adapter: answers requests on standard input with replies on standard output. What the messages
// mean is in PROTOCOL.md of wonnx-conform.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"
#include "json.h"
#include "model.h"
#include "operators.h"
#include "values.h"

// What is declared: a case inside of it has to run. Change it with the runtime.
static const char name[] = "skeleton", version[] = "0.1";
static const char domains[] = "{\"ai.onnx\":[7,26]}";
static const char features[] = "[\"dynamic-shapes\"]";

struct adapter {
  FILE *replies;
  struct transport transport;
  // The one that is prepared; 0 is no handle.
  struct model model;
  int64_t handle, last_handle;
  // Of the request in work.
  struct arena arena;
  struct text reply;
  struct outgoing outgoing;
};

static void append_types(struct text *reply) {
  for (int type = 0; type < ELEMENT_COUNT; type++) {
    append(reply, "%s\"%s\"", type ? "," : "", element_name((enum element)type));
  }
}

static void append_operators(struct text *reply) {
  for (const struct operator_entry *entry = operators; entry->name; entry++) {
    append(reply, "%s\"%s\"", entry == operators ? "" : ",", entry->name);
  }
}

static void start(struct adapter *adapter, const struct json *request) {
  int64_t protocol = json_integer(request, "protocol");
  if (protocol != 1) {
    fail("protocol", "This adapter speaks version 1 of the protocol, not %" PRId64 ".", protocol);
  }
  const struct json *transport = json_array(request, "transports")->first;
  while (transport && !(transport->kind == JSON_STRING && (bytes_are(transport->string, "file") ||
                                                           bytes_are(transport->string, "inline")))) {
    transport = transport->next;
  }
  if (!transport) fail("protocol", "No transport of the request is known here.");
  free(adapter->transport.scratch);
  adapter->transport.scratch = NULL;
  bool is_file = bytes_are(transport->string, "file");
  if (is_file) {
    struct bytes scratch = json_string(request, "scratch");
    adapter->transport.scratch = strndup(scratch.start, scratch.count);
    if (!adapter->transport.scratch) fail("memory", "There is no memory for a path.");
  }
  struct text *reply = &adapter->reply;
  append(reply, ",\"protocol\":1,\"name\":\"%s\",\"version\":\"%s\",\"transport\":\"%s\"", name,
         version, is_file ? "file" : "inline");
  append(reply, ",\"domains\":%s,\"features\":%s,\"deterministic\":true,\"types\":[", domains,
         features);
  append_types(reply);
  append(reply, "],\"operators\":{\"ai.onnx\":[");
  append_operators(reply);
  append(reply, "]}");
}

static void release(struct adapter *adapter) {
  clear(&adapter->model.arena);
  adapter->model = (struct model){0};
  adapter->handle = 0;
}

static void prepare(struct adapter *adapter, const struct json *request, struct bytes payload) {
  release(adapter);
  const struct json *model = json_member(request, "model");
  if (!model) fail("protocol", "The request lacks 'model'.");
  struct bytes file;
  if (json_member(model, "path")) {
    struct bytes path = json_string(model, "path");
    char *copy = allocate(&adapter->arena, path.count + 1, 1);
    if (path.count) memcpy(copy, path.start, path.count);
    file = read_file(&adapter->arena, copy);
  } else {
    size_t count = json_size(model, "bytes");
    if (count > payload.count) fail("protocol", "The payload is shorter than the model.");
    file = (struct bytes){payload.start, count};
  }
  model_read(&adapter->model, file);
  adapter->handle = ++adapter->last_handle;
  append(&adapter->reply, ",\"handle\":%" PRId64, adapter->handle);
}

static void check_handle(struct adapter *adapter, const struct json *request) {
  int64_t handle = json_integer(request, "handle");
  if (adapter->handle == 0 || handle != adapter->handle) {
    fail("protocol", "%" PRId64 " is no handle of a model that is prepared.", handle);
  }
}

static void read_inputs(struct adapter *adapter, const struct json *request, struct bytes payload,
                        struct tensor *values) {
  const struct model *model = &adapter->model;
  bool *is_given = allocate(&adapter->arena, model->input_count, sizeof *is_given);
  const struct json *input = json_array(request, "inputs")->first;
  for (; input; input = input->next) {
    struct bytes given = json_string(input, "name");
    size_t i = 0;
    while (i < model->input_count && !bytes_equal(model->inputs[i].name, given)) i++;
    if (i == model->input_count) {
      fail("protocol", "The model has no input '%.*s'.", shown(given), given.start);
    }
    const struct json *value = json_member(input, "value");
    if (!value) fail("protocol", "The input '%.*s' lacks 'value'.", shown(given), given.start);
    values[i] = read_value(value, &adapter->transport, &payload, &adapter->arena);
    if (values[i].type != model->inputs[i].type) {
      fail("run", "The input '%.*s' has another element type than the model says.",
           shown(given), given.start);
    }
    is_given[i] = true;
  }
  if (payload.count) fail("protocol", "%zu bytes of the payload belong to no tensor.", payload.count);
  for (size_t i = 0; i < model->constant_count; i++) {
    const struct constant *constant = &model->constants[i];
    values[model->input_count + i] = constant->tensor;
    for (size_t k = 0; k < model->input_count; k++) {
      if (is_given[k] || !bytes_equal(model->inputs[k].name, constant->name)) continue;
      values[k] = constant->tensor;
      is_given[k] = true;
    }
  }
  for (size_t i = 0; i < model->input_count; i++) {
    struct bytes missing = model->inputs[i].name;
    if (!is_given[i]) fail("run", "The input '%.*s' is missing.", shown(missing), missing.start);
  }
}

static void run(struct adapter *adapter, const struct json *request, struct bytes payload) {
  check_handle(adapter, request);
  const struct model *model = &adapter->model;
  struct arena *arena = &adapter->arena;
  size_t count = model->input_count + model->constant_count + model->node_count;
  struct tensor *values = allocate(arena, count, sizeof *values);
  read_inputs(adapter, request, payload, values);
  for (size_t i = 0; i < model->node_count; i++) {
    const struct node *node = &model->nodes[i];
    struct tensor *inputs = allocate(arena, node->entry->input_count, sizeof *inputs);
    for (size_t k = 0; k < node->entry->input_count; k++) inputs[k] = values[node->inputs[k]];
    values[node->output] = node->entry->evaluate(inputs, arena);
  }
  struct outgoing *outgoing = &adapter->outgoing;
  outgoing->tensors = allocate(arena, model->output_count, sizeof *outgoing->tensors);
  append(&adapter->reply, ",\"outputs\":[");
  for (size_t i = 0; i < model->output_count; i++) {
    append(&adapter->reply, "%s{\"name\":", i ? "," : "");
    append_string(&adapter->reply, model->outputs[i].name);
    append(&adapter->reply, ",\"value\":");
    append_value(&adapter->reply, &values[model->outputs[i].value], &adapter->transport, outgoing);
    append(&adapter->reply, "}");
  }
  append(&adapter->reply, "]");
  if (adapter->transport.scratch) {
    write_scratch(outgoing, &adapter->transport, arena);
    outgoing->count = 0;
  } else if (outgoing->byte_count) {
    append(&adapter->reply, ",\"payload\":%zu", outgoing->byte_count);
  }
}

static void answer(struct adapter *adapter, const struct json *request, struct bytes payload) {
  struct bytes command = json_string(request, "command");
  if (bytes_are(command, "start")) {
    start(adapter, request);
  } else if (bytes_are(command, "prepare")) {
    prepare(adapter, request, payload);
  } else if (bytes_are(command, "run")) {
    run(adapter, request, payload);
  } else if (bytes_are(command, "release")) {
    check_handle(adapter, request);
    release(adapter);
  } else if (!bytes_are(command, "stop")) {
    fail("protocol", "'%.*s' is no command of version 1.", shown(command), command.start);
  }
}

static void append_failure(struct text *reply) {
  if (failure.phase) {
    append(reply, ",\"error\":{\"phase\":\"%s\",\"message\":", failure.phase);
    append_string(reply, bytes_of(failure.message));
  } else {
    append(reply, ",\"unsupported\":{");
    if (failure.operator_name[0]) {
      append(reply, "\"operator\":");
      append_string(reply, bytes_of(failure.operator_name));
      append(reply, ",");
    }
    append(reply, "\"reason\":");
    append_string(reply, bytes_of(failure.message));
  }
  append(reply, "}");
}

// The bytes after a request's line.
static struct bytes read_payload(struct arena *arena, const struct json *request) {
  if (!json_member(request, "payload")) return (struct bytes){"", 0};
  size_t count = json_size(request, "payload");
  char *start = allocate(arena, count, 1);
  if (fread(start, 1, count, stdin) != count) fail("protocol", "The payload ends early.");
  return (struct bytes){start, count};
}

static void begin_reply(struct adapter *adapter, int64_t seq) {
  adapter->reply = (struct text){.arena = &adapter->arena};
  adapter->outgoing = (struct outgoing){0};
  append(&adapter->reply, "{\"seq\":%" PRId64, seq);
}

// `false` after `stop`.
static bool handle(struct adapter *adapter, struct bytes line) {
  // Static, so that their values are known after a longjmp.
  static int64_t seq;
  static bool is_stop;
  seq = 0;
  is_stop = false;
  if (setjmp(failed) == 0) {
    const struct json *request = json_read(&adapter->arena, line);
    seq = json_integer(request, "seq");
    is_stop = bytes_are(json_string(request, "command"), "stop");
    struct bytes payload = read_payload(&adapter->arena, request);
    begin_reply(adapter, seq);
    answer(adapter, request, payload);
  } else {
    clear(&adapter->arena);
    begin_reply(adapter, seq);
    append_failure(&adapter->reply);
  }
  append(&adapter->reply, "}\n");
  fwrite(adapter->reply.start, 1, adapter->reply.count, adapter->replies);
  for (size_t i = 0; i < adapter->outgoing.count; i++) {
    const struct tensor *tensor = adapter->outgoing.tensors[i];
    fwrite(tensor->data, 1, byte_count(tensor), adapter->replies);
  }
  fflush(adapter->replies);
  clear(&adapter->arena);
  return !is_stop;
}

int main(void) {
  struct adapter adapter = {0};
  // Only replies may be on standard output: what a library prints goes to standard error.
  int replies = dup(STDOUT_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  adapter.replies = replies < 0 ? NULL : fdopen(replies, "wb");
  if (!adapter.replies) return 1;
  char *line = NULL;
  size_t capacity = 0;
  ssize_t count;
  while ((count = getline(&line, &capacity, stdin)) > 0) {
    if (!handle(&adapter, (struct bytes){line, (size_t)count})) break;
  }
  release(&adapter);
  free(adapter.transport.scratch);
  free(line);
  fclose(adapter.replies);
  return 0;
}
