import Operators

/// How a picture becomes numbers: size, colours and scale.
package struct ImagePreparation: Sendable {
  /// How the size is reached.
  enum Fit: String, Sendable {
    /// The shorter side gets a length, and the middle is cut out.
    case crop
    /// Both sides are stretched.
    case exact
  }

  enum Layout: String, Sendable { case nchw, nhwc }

  /// What the options call the scale; `nil` leaves it to the input's type.
  private(set) var preset: ImagePreset?
  private(set) var size: (height: Int, width: Int)?
  /// The shorter side before the middle is cut out, in pixels.
  private(set) var shorter: Int?
  private(set) var fit: Fit?
  private(set) var filter = ResizeFilter.bilinear
  private(set) var layout: Layout?
  private(set) var colours: PixelFormat?
  private(set) var scale: PixelScale?

  package init() {}

  /// A preset and what is otherwise, with commas between: `imagenet,filter=bicubic,bgr`.
  ///
  /// - Throws: a sentence for the first part that is unknown.
  package init(_ text: String) throws(FeedError) {
    var own: (divisor: Double?, mean: [Double]?, deviation: [Double]?) = (nil, nil, nil)
    var said: [String: String] = [:]
    for part in text.split(separator: ",").map(String.init) {
      if let earlier = said.updateValue(part, forKey: Self.subject(of: part)) {
        throw FeedError(
          "--image has '\(part)', but '\(earlier)' says that already: give one of them.")
      }
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      let value = pair.count > 1 ? pair[1] : ""
      switch pair.first ?? "" {
      case "size": size = try Self.size(value, part)
      case "resize": shorter = try Self.size(value, part).height
      case "fit": fit = try Self.one(Fit(rawValue: value), part, "crop or exact")
      case "filter":
        filter = try Self.one(
          ResizeFilter(rawValue: value), part, "nearest, bilinear or bicubic")
      case "divide": own.divisor = try Self.numbers(value, part)[0]
      case "mean": own.mean = try Self.numbers(value, part)
      case "std": own.deviation = try Self.numbers(value, part)
      case "rgb": colours = .rgb
      case "bgr": colours = .bgr
      case "grey", "gray": colours = .grayscale
      case let word:
        if let layout = Layout(rawValue: word) {
          self.layout = layout
        } else {
          preset = try Self.one(
            ImagePreset(rawValue: word), part,
            ImagePreset.allCases.map(\.rawValue).joined(separator: ", ")
              + ", size=HxW, resize=N, fit=, filter=, divide=, mean=, std=, rgb, bgr, grey, nchw, "
              + "nhwc")
        }
      }
    }
    guard own != (nil, nil, nil) else { return }
    let base = preset?.scale ?? PixelScale()
    scale = PixelScale(
      divisor: own.divisor ?? base.divisor, mean: own.mean ?? base.mean,
      deviation: own.deviation ?? base.deviation)
  }

  /// What a part of the option is about, which only one part may be.
  private static func subject(of part: String) -> String {
    if let mark = part.firstIndex(of: "=") { return String(part[..<mark]) }
    if ["rgb", "bgr", "grey", "gray"].contains(part) { return "colours" }
    return Layout(rawValue: part) == nil ? "preset" : "layout"
  }

  private static func one<T>(
    _ value: T?, _ part: String, _ expected: String
  ) throws(FeedError) -> T {
    guard let value else { throw FeedError("--image has '\(part)', expected \(expected).") }
    return value
  }

  /// `224`, or `HxW`.
  private static func size(
    _ text: String, _ part: String
  ) throws(FeedError) -> (height: Int, width: Int) {
    let words = text.split(separator: "x", omittingEmptySubsequences: false)
    let sides = words.compactMap { Int($0) }.filter { (1...65_536).contains($0) }
    guard (1...2).contains(sides.count), sides.count == words.count else {
      throw FeedError("--image has '\(part)', expected pixels, such as 224 or 240x320.")
    }
    return (sides[0], sides[sides.count - 1])
  }

  /// One number for all channels, or one each with slashes between.
  private static func numbers(_ text: String, _ part: String) throws(FeedError) -> [Double] {
    let numbers = text.split(separator: "/").compactMap { Double($0) }.filter(\.isFinite)
    let divides = !part.hasPrefix("mean")
    guard [1, 3].contains(numbers.count), !divides || !numbers.contains(0) else {
      throw FeedError(
        "--image has '\(part)', expected a number, or three with slashes between: 0.5/0.5/0.5.")
    }
    return numbers
  }
}
