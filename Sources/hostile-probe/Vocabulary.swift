/// Numbers and words that files may hold.
enum Vocabulary {
  static let integers: [Int64] = [
    0, 1, -1, 2, 3, -2, 1 << 31, -(1 << 31), (1 << 31) - 1, 1 << 32, -(1 << 32), 1 << 62,
    .max, .max - 1, .min, .min + 1, 3_037_000_500,
  ]
  static let floats: [Float] = [
    .nan, .infinity, -.infinity, 0, -0.0, 1e-30, -1, 0.5, 1e30, -1e30, 3e9,
    .greatestFiniteMagnitude,
    .leastNonzeroMagnitude,
  ]
  static let extents: [Int] = [0, 1, 7, 1 << 31, 1 << 32, 1 << 33, 1 << 62, .max, -1]
  /// Every word that an attribute of the standard knows, and some that none does.
  static let strings = [
    "", "x", "ij,jk->ik", "i->i", "...i->...", "i->", "ii->i", "SAME_UPPER", "SAME_LOWER", "VALID",
    "NOTSET",
    "linear", "nearest", "cubic", "constant", "reflect", "edge", "wrap", "forward", "reverse",
    "bidirectional", "Relu", "Tanh", "Sigmoid", "LeakyRelu", "none", "sum", "mean", "add", "mul",
    "max", "min",
    "TF", "IDF", "TFIDF", "align_corners", "half_pixel", "asymmetric", "tf_crop_and_resize",
    "pytorch_half_pixel", "zeros", "border", "reflection", "LEFT", "RIGHT", "DCR", "CRD", "a+", "[",
    "LOWER",
    "RGB", "BGR", "Grayscale", "avg", "output_half_pixel", "crop_size", "not_larger", "not_smaller",
    "bilinear", "tanh", "BRANCH_LEQ", "LEAF", "circular", "\u{0}é", " ", "^a$",
  ]
}
