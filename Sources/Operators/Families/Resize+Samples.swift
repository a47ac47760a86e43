import Graphs
import Tensors

/// Opset 10 has X and scales alone, opset 11 needs a region and scales, which may be empty.
extension Resize {
  static let samples: [Sample] = early + interpolated + bySize + refused.map { $0.since(11) }

  private static let early: [Sample] =
    first.map { $0.before(11) } + nearest + rounded + cropped
  private static let interpolated: [Sample] =
    linear + transformed + cubic + excluding + antialiased("linear") + antialiased("cubic")

  private static let floats: TypeSet = .floats
  private static let none = Draw.list([], [0]).constant
  private static let coordinates: [SampleAttribute] = [
    "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric",
  ]

  private static func scaled(
    _ shape: [Int], by scales: Double..., region: Draw = none,
    with attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(
      [.normal(shape, scale: 1), region, Draw.list(scales, [scales.count]).constant], attributes
    ).since(11)
  }

  private static func sized(
    _ shape: [Int], to sizes: Double..., region: Draw = none,
    with attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(
      [.normal(shape, scale: 1), region, none, Draw.list(sizes, [sizes.count]).constant], attributes
    ).since(11)
  }

  private static let first: [Sample] = [
    Sample([.normal(1, 2, 3, 4), Draw.list(1, 1, 2, 3).constant]),
    Sample([.normal(1, 2, 6, 8), Draw.list(1, 1, 0.5, 0.375).constant]),
    Sample([.normal(3, 5), .list(1.5, 2.5)]),
    Sample([.normal(1, 2, 3, 4), Draw.list(1, 1, 2, 1.5).constant], ["mode": "linear"])
      .types("T", .ieeeFloats),
    Sample([.normal(1, 2, 5, 8), Draw.list(1, 1, 0.75, 0.5).constant], ["mode": "linear"])
      .types("T", .ieeeFloats),
  ]

  private static let nearest: [Sample] = [
    scaled([1, 2, 3, 4], by: 1, 1, 2, 3), scaled([1, 2, 6, 8], by: 1, 1, 0.5, 0.375),
    sized([2, 3, 5], to: 2, 7, 3), scaled([0, 3], by: 2, 2), scaled([5], by: 2.5),
    Sample([.special(48), .list([0, 1], [2]), .list(1.5)]).since(11),
    Sample([.normal(3, 5), nil, .list(2, 0.5)]).since(13),
    Sample([.normal(3, 5), nil, nil, .list(4, 8)]).since(13),
  ]

  /// Each rounding with each way to find the place; 7 to 9 has places that are whole though 7/9 is not.
  private static let rounded: [Sample] = coordinates.flatMap { coordinates in
    ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"].map {
      (rounding: SampleAttribute) in
      sized(
        [1, 7, 5], to: 1, 9, 3,
        with: ["coordinate_transformation_mode": coordinates, "nearest_mode": rounding]
      ).types("T1", [.float, .uint8])
    }
  }

  private static let cropped: [Sample] = [
    sized(
      [1, 5, 8], to: 1, 7, 4, region: .list(0, 0.25, -0.5, 1, 0.75, 1.5),
      with: ["coordinate_transformation_mode": "tf_crop_and_resize", "extrapolation_value": 10.0]
    ).types("T1", [.float, .float16, .int32, .uint8]),
    scaled(
      [1, 4, 8], by: 1, 2, 1.5, region: .list(0, 0.25, 0.5, 1, 0.75, 1),
      with: [
        "coordinate_transformation_mode": "tf_crop_and_resize", "nearest_mode": "ceil",
      ]
    ).types("T1", [.float, .string]),
    scaled(
      [1, 5, 3], by: 1, 1.75, 2.5, with: ["coordinate_transformation_mode": "half_pixel_symmetric"]
    ).types("T1", [.float, .int16]).since(19),
    scaled(
      [1, 4, 3], by: 1, 1.5, 2, with: ["coordinate_transformation_mode": "tf_half_pixel_for_nn"]
    )
    .before(13),
  ]

  private static let transformed: [Sample] =
    coordinates.map {
      sized(
        [1, 2, 5, 7], to: 1, 2, 8, 4,
        with: ["mode": "linear", "coordinate_transformation_mode": $0]
      )
      .types("T1", floats)
    }
    + coordinates.map {
      scaled(
        [1, 5, 7], by: 1, 1.5, 0.625,
        with: ["mode": "linear", "coordinate_transformation_mode": $0]
      )
      .types("T1", [.float, .double])
    }

  private static let linear: [Sample] = [
    scaled([5], by: 3, with: ["mode": "linear"]).types("T1", floats),
    sized([2, 2, 3, 4, 2], to: 2, 2, 5, 3, 4, with: ["mode": "linear"]).types("T1", floats),
    sized([4, 3, 5], to: 3, 5, 4, with: ["mode": "linear"]).types("T1", floats),
    sized([1, 1, 33, 65], to: 1, 1, 65, 129, with: ["mode": "linear"]).types("T1", [.float]),
    sized(
      [1, 1, 5, 1], to: 1, 1, 1, 4,
      with: ["mode": "linear", "coordinate_transformation_mode": "align_corners"]
    ).types("T1", floats),
    sized(
      [1, 4, 5], to: 1, 1, 4,
      with: ["mode": "linear", "coordinate_transformation_mode": "pytorch_half_pixel"]
    ).types("T1", floats),
    sized(
      [1, 5, 8], to: 1, 7, 4, region: .list(0, 0.25, -0.5, 1, 0.75, 1.5),
      with: [
        "mode": "linear", "coordinate_transformation_mode": "tf_crop_and_resize",
        "extrapolation_value": 10.0,
      ]
    ).types("T1", floats),
    sized(
      [1, 5, 8], to: 1, 1, 4, region: .list(0, 0.25, 0, 1, 0.75, 1),
      with: ["mode": "linear", "coordinate_transformation_mode": "tf_crop_and_resize"]
    ).types("T1", floats),
    scaled(
      [1, 5, 3], by: 1, 1.75, 2.5,
      with: ["mode": "linear", "coordinate_transformation_mode": "half_pixel_symmetric"]
    ).types("T1", floats).since(19),
    scaled([1, 5, 3], by: 1, 1.5, 2, with: ["mode": "linear", "exclude_outside": 1]).types(
      "T1", floats),
    scaled([3, 5], by: 2, 2, with: ["mode": "linear"]).types("T1", .integers),
  ]

  private static let excluding: [Sample] = coordinates.flatMap { coordinates in
    [0, 1].map { (excludes: Int64) in
      sized(
        [1, 1, 6, 9], to: 1, 1, 9, 5,
        with: [
          "mode": "cubic", "coordinate_transformation_mode": coordinates,
          "exclude_outside": .int(excludes),
        ]
      ).types("T1", [.float, .double])
    }
  }

  private static let cubic: [Sample] = [
    scaled([1, 1, 4, 4], by: 1, 1, 2, 2, with: ["mode": "cubic", "cubic_coeff_a": -0.5])
      .types("T1", floats),
    scaled([5], by: 1.5, with: ["mode": "cubic"]).types("T1", floats),
    sized([1, 3, 4, 2], to: 1, 4, 3, 3, with: ["mode": "cubic", "cubic_coeff_a": -0.5])
      .types("T1", floats),
    sized(
      [1, 5, 8], to: 1, 7, 4, region: .list(0, 0.25, -0.5, 1, 0.75, 1.5),
      with: [
        "mode": "cubic", "coordinate_transformation_mode": "tf_crop_and_resize",
        "extrapolation_value": 10.0,
      ]
    ).types("T1", floats),
  ]

  private static func antialiased(_ mode: SampleAttribute) -> [Sample] {
    let samples: [Sample] = [
      scaled([1, 1, 9, 8], by: 1, 1, 0.375, 0.5, with: ["mode": mode, "antialias": 1])
        .types("T1", floats),
      // Enlarging is as without it.
      scaled([1, 1, 3, 4], by: 1, 1, 2, 1.5, with: ["mode": mode, "antialias": 1])
        .types("T1", [.float, .double]),
      sized(
        [1, 1, 33, 20], to: 1, 1, 5, 7,
        with: ["mode": mode, "antialias": 1, "exclude_outside": 1]
      ).types("T1", [.float, .double]),
      sized(
        [1, 1, 11, 7], to: 1, 1, 4, 9,
        with: ["mode": mode, "antialias": 1, "coordinate_transformation_mode": "align_corners"]
      ).types("T1", [.float, .double]),
      scaled(
        [1, 1, 8, 8], by: 1, 1, 0.5, 0.75,
        with: ["mode": mode, "antialias": 1, "coordinate_transformation_mode": "asymmetric"]
      ).types("T1", [.float, .double]),
    ]
    return samples.map { $0.since(18) }
  }

  private static let bySize: [Sample] =
    policies.map { $0.since(18) } + someAxes.map { $0.since(18) }

  private static let policies: [Sample] = ["stretch", "not_larger", "not_smaller"].flatMap {
    (policy: SampleAttribute) in
    ["nearest", "linear"].map { (mode: SampleAttribute) in
      sized(
        [1, 2, 4, 6], to: 7, 8,
        with: ["mode": mode, "keep_aspect_ratio_policy": policy, "axes": [2, 3]]
      ).types("T1", [.float, .double])
    }
  }

  private static let someAxes: [Sample] = [
    sized([3, 5], to: 7, 9, with: ["keep_aspect_ratio_policy": "not_larger"]).since(18),
    sized([1, 2, 4, 6], to: 5, 3, with: ["axes": [-1, -2]]).since(18),
    scaled([2, 4, 3], by: 1.5, with: ["axes": [1], "mode": "linear"]).types("T1", floats).since(18),
    sized(
      [1, 5, 8], to: 4, 7, region: .list(0.5, 0.25, 1, 0.75),
      with: [
        "axes": [2, 1], "mode": "linear", "coordinate_transformation_mode": "tf_crop_and_resize",
      ]
    ).types("T1", floats).since(18),
  ]

  private static let refused: [Sample] = [
    .refused(
      .value, "scales and sizes are not both given",
      [.normal(2, 3), none, .list(2, 2), .list(4, 6)]),
    .refused(.missing, "scales or sizes are given", [.normal(2, 3), none, none]),
    .refused(.shape, "as many scales as X has axes", [.normal(2, 3), none, .list(2, 2, 2)]),
    .refused(.shape, "as many sizes as X has axes", [.normal(2, 3), none, none, .list(4)]),
    .refused(.value, "scales are greater than 0", [.normal(2, 3), none, .list(2, -1)]),
    .refused(
      .attribute, "mode is nearest, linear or cubic", [.normal(2, 3), none, .list(2, 2)],
      ["mode": "bilinear"]),
    .refused(
      .attribute, "coordinate_transformation_mode is one that is named",
      [.normal(2, 3), none, .list(2, 2)], ["coordinate_transformation_mode": "corners"]),
    .refused(
      .attribute, "nearest_mode is one of four", [.normal(2, 3), none, .list(2, 2)],
      ["nearest_mode": "round"]),
    .refused(
      .attribute, "keep_aspect_ratio_policy is one of three",
      [.normal(2, 3), none, none, .list(4, 6)], ["keep_aspect_ratio_policy": "keep"]
    ).since(18),
    .refused(.range, "axes are in [-r, r-1]", [.normal(2, 3), none, .list(2)], ["axes": [2]])
      .since(18),
    .refused(
      .shape, "as many scales as axes", [.normal(2, 3), none, .list(2, 2)], ["axes": [1]]
    ).since(18),
    .refused(
      .shape, "a region has a start and an end for each axis",
      [.normal(2, 3), .list(0, 1), .list(2, 2)],
      ["coordinate_transformation_mode": "tf_crop_and_resize"]),
  ]
}
