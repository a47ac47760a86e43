void main() {
  uint i = invocation();
  if (i >= p.count) return;
#if RANK == 2
  C starts[2] = C[2](p.start0, p.start1);
  C steps[2] = C[2](p.step0, p.step1);
#else
  C starts[3] = C[3](p.start0, p.start1, p.start2);
  C steps[3] = C[3](p.step0, p.step1, p.step2);
#endif
  uint rank = uint(RANK);
  uint rest = i / rank % p.pixels;
  uint first = (i / rank / p.pixels * rank + i % rank) * (rank + 1u);
  C sum = C(0);
  LOOP(column, 0u, rank) {
    uint axis = rank - 1u - column;
    C position = starts[axis] + C(rest % p.extents[axis]) * steps[axis];
    rest /= p.extents[axis];
    sum += C(load_theta(first + column)) * position;
  }
  store_y(i, T_y(sum + C(load_theta(first + rank))));
}
