// Sums of FEW vectors' products with a matrix's lines: BLOCKS blocks of LINES lines a workgroup at a time.
// Whoever includes this has ProductFinish.glsl.
shared float parts[FEW][BLOCKS][LINES];
float block[FEW];
float sums[FEW];
uint few_start, many_start, result_start;

void locate(uint stack) {
  few_start = 0u;
  many_start = 0u;
#if BATCH_RANK > 0
  STRIDED_OFFSET(in_few, stack, BATCH_RANK, p.dims, p.few_strides)
  STRIDED_OFFSET(in_many, stack, BATCH_RANK, p.dims, p.many_strides)
  few_start = in_few;
  many_start = in_many;
#endif
  result_start = stack * FEW * p.lines;
}

float few(uint f, uint k) {
  return load_few(few_start + f * p.few_steps[0] + k * p.few_steps[1]);
}

void begin_sums() {
  [[unroll]] for (int f = 0; f < FEW; ++f) sums[f] = -0.0;
}

// Adds the group's blocks, of which this invocation has number `slot` of a line; the first one has the sum.
void add_blocks(uint first, uint slot, uint line) {
  [[unroll]] for (int f = 0; f < FEW; ++f) parts[f][slot][line] = block[f];
  barrier();
  if (slot == 0u) {
    LOOP(number, 0u, min(uint(BLOCKS), p.blocks - first)) {
      [[unroll]] for (int f = 0; f < FEW; ++f) sums[f] += parts[f][number][line];
    }
  }
  barrier();
}

void store_sums(uint line) {
  [[unroll]] for (uint f = 0u; f < FEW; ++f) {
#ifdef FEW_ARE_ROWS
    uint row = f, column = line, width = p.lines;
#else
    uint row = line, column = f, width = FEW;
#endif
#if defined(HAS_C) || defined(SCALES)
    sums[f] = finish(sums[f], row, column);
#endif
    store_y(result_start + row * width + column, sums[f]);
  }
}
