// Reads of an ONNX model what a graph of plain nodes needs: protobuf's wire format, field by field.
// https://protobuf.dev/programming-guides/encoding and ONNX's onnx.proto say what the numbers mean.
#pragma once

#include "operators.h"
#include "values.h"

struct port {
  struct bytes name;
  enum element type;
};

struct node {
  const struct operator_entry *entry;
  // Places in the list of values: the graph's inputs, then each node's output.
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
  // In an order in which they can run.
  struct node *nodes;
  size_t node_count;
  struct output *outputs;
  size_t output_count;
};

// Fills a model from a file's bytes, which are not needed afterwards. What it holds that can't be run
// here is refused; what is no model fails in phase `load`.
void model_read(struct model *model, struct bytes file);
