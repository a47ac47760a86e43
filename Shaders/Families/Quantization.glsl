// Which scale element i takes: see `ScaleLayout`.
uint scaleIndex(uint i) {
  uint rest = i / p.inner;
  return rest / p.extent * p.outer_step + rest % p.extent / p.block * p.axis_step
    + i % p.inner * p.inner_step;
}
