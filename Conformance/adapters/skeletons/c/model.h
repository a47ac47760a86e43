// Reads of an ONNX model what a graph of plain nodes needs. ONNX's onnx.proto says what the fields'
// numbers mean.
#pragma once

#include "operators.h"
#include "values.h"

struct port {
  struct bytes name;
  enum element type;
};

// An initializer; that of an input's name is the input's default.
struct constant {
  struct bytes name;
  struct tensor tensor;
};

struct node {
  const struct operator_entry *entry;
  // Places in the list of values: the graph's inputs, its constants, then each node's output.
  size_t *inputs;
  size_t output;
};

struct output {
  struct bytes name;
  size_t value;
};

struct model {
  struct arena arena;
  struct port *inputs;
  size_t input_count;
  struct constant *constants;
  size_t constant_count;
  // In an order in which they can run.
  struct node *nodes;
  size_t node_count;
  struct output *outputs;
  size_t output_count;
};

// Fills a model from a file's bytes, which are not needed afterwards. What it holds that can't be run
// here is refused; what is no model fails in phase `load`.
void model_read(struct model *model, struct bytes file);
