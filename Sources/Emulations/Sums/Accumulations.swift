extension EmulationKind {
  /// Sums that are kept in too narrow a format, or lack a term.
  static let accumulations: [EmulationKind] = [
    summing("f16-accumulation", .fault, "Sums are kept in float16.") { _ in
      Accumulation(.ascending, in: .half)
    },
    summing("bf16-accumulation", .fault, "Sums are kept in bfloat16.") { _ in
      Accumulation(.ascending, in: .bfloat16)
    },
    summing("float-accumulation", .fault, "Sums of float64 are kept in float32.") { native in
      native == .double ? Accumulation(.ascending, in: .float) : nil
    },
    summing("last-product-dropped", .fault, "The last term of every sum is missing.") { native in
      var accumulation = Accumulation(.ascending, in: native)
      accumulation.dropsLast = true
      return accumulation
    },
  ]

  /// Other orders of summation, and products that are rounded or not.
  static let sums: [EmulationKind] =
    [
      summing("sum-ascending", .legitimate, "One chain of fused products.") {
        Accumulation(.ascending, in: $0)
      },
      summing("sum-descending", .legitimate, "One chain, from the last term to the first.") {
        Accumulation(.descending, in: $0)
      },
      summing("sum-unfused", .legitimate, "One chain of products that are rounded.") {
        Accumulation(.ascending, isFused: false, in: $0)
      },
      summing("sum-pairwise", .legitimate, "Halves of halves.") { Accumulation(.pairwise, in: $0) },
      summing("sum-in-double", .legitimate, "Products and sums in float64.") { _ in
        Accumulation(.ascending, in: .double)
      },
    ]
    + [4, 16, 64].map { length in
      summing("sum-in-blocks-of-\(length)", .legitimate, "Chains of \(length) terms.") {
        Accumulation(.blocks(length), in: $0)
      }
    }
    + [4, 8, 32].map { count in
      summing("sum-in-\(count)-lanes", .legitimate, "\(count) chains side by side.") {
        Accumulation(.lanes(count), in: $0)
      }
    }
    + (1...12).map { seed in
      summing("sum-shuffled-\(seed)", .legitimate, "One chain in a random order.") {
        Accumulation(.shuffled(UInt64(seed)), in: $0)
      }
    }
}
