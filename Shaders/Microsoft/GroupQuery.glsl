// A row's numbers: see `GroupedGeometry.Row`.
struct Extents {
  int total;
  int queries;
  int past;
  int resident;
  int kept;
};

int residentOf(int count) {
#ifdef WINDOW
  int rows = int(p.past_rows);
  if (count <= rows) return count;
  int loss = rows - WINDOW + 1;
  return count - (count - rows + loss - 1) / loss * loss;
#else
  return count;
#endif
}

Extents extentsOf(uint batch) {
  Extents e;
  e.total = clamp(load_lengths(batch), 0, int(p.total) - 1) + 1;
#ifdef T_counts
  e.queries = min(clamp(load_counts(batch), 0, int(p.new_length)), e.total);
#elif defined(IS_FIRST)
  e.queries = int(p.new_length);
#else
  e.queries = min(int(p.new_length), e.total);
#endif
#ifdef IS_FIRST
  e.past = 0;
#else
  e.past = e.total - e.queries;
#endif
  e.resident = residentOf(e.past);
#ifdef WINDOW
  e.kept = residentOf(e.total);
#else
  e.kept = e.resident + e.queries;
#endif
  return e;
}

// The position of the first row, and the rows that a query may see at all.
int firstOf(Extents e) { return e.past - e.resident; }
uint visibleOf(Extents e) { return uint(e.total - firstOf(e)); }

// Whether a new position is there.
bool isThere(Extents e, uint query) { return int(query) < e.queries; }

// Whether a query sees the key of a row: see `GroupedWeighing.keys`.
bool sees(Extents e, uint query, uint key) {
  int distance_ = e.past + int(query) - firstOf(e) - int(key);
  bool isSeen = true;
#ifdef IS_CAUSAL
  isSeen = distance_ >= 0;
#endif
#ifdef NEAREST
  isSeen = isSeen && distance_ < NEAREST;
#endif
  return isSeen;
}

uint keyHead(uint head) { return head * p.key_heads / p.heads; }
