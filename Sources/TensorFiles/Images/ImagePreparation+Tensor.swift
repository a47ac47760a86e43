import Graphs
import Harness
import Operators
import Tensors

extension ImagePreparation {
  /// The pictures in files as an input takes them, and a note on what was chosen for them.
  ///
  /// - Parameters:
  ///   - name: the input's, for sentences.
  ///   - type: the input's: of rank 4 with as many pictures, of rank 3 with one, or of rank 2 for
  ///     a grey one. Its extents
  ///     decide size, channels and their axis where they are known.
  func tensor(
    of paths: [String], for name: String, as type: TensorType
  ) throws(FeedError) -> (Tensor, note: String?) {
    let images = try paths.map { path throws(FeedError) in
      try TensorFile(path).parsed { bytes throws(FormatError) in
        do throws(ImageError) { return try Image(decoding: bytes) } catch {
          throw FormatError("can't be shown. \(error.description.dropLast())")
        }
      }
    }
    let place = try ImagePlace(
      type, of: name, count: paths.count, layout: layout, colours: colours ?? preset?.colours)
    let chosen = preset ?? (type.dtype.isInteger ? .raw : .unit)
    let scale = scale ?? chosen.scale
    guard type.dtype.isFloat || (type.dtype.isInteger && scale.isIdentity) else {
      throw FeedError(
        "Input '\(name)' takes \(type.dtype.name), but --image \(chosen.rawValue) gives fractions: "
          + "--image raw keeps bytes.")
    }
    let grids = try images.map { image throws(FeedError) in
      guard let grid = sized(PixelGrid(image, place.colours), for: place, chosen) else {
        throw FeedError("Input '\(name)' is \(type), more than 2^28 pixels.")
      }
      return grid
    }
    for (path, grid) in zip(paths, grids)
    where (grid.width, grid.height) != (grids[0].width, grids[0].height) {
      throw FeedError(
        "Input '\(name)' takes images of one size: '\(path)' has \(grid.width) x \(grid.height), and "
          + "'\(paths[0])' \(grids[0].width) x \(grids[0].height); --image size=HxW says one.")
    }
    let tensor = try place.tensor(grids, scale, type.dtype, of: name)
    guard preset == nil, self.scale == nil else { return (tensor, nil) }
    return (
      tensor,
      "input '\(name)': '\(paths[0])' is prepared as \(chosen.rawValue); --image names another preset"
    )
  }

  /// `nil` of more pixels than any picture that is decoded has.
  private func sized(
    _ grid: PixelGrid, for place: ImagePlace, _ preset: ImagePreset
  ) -> PixelGrid? {
    let height = place.height ?? size?.height ?? preset.size ?? grid.height
    let width = place.width ?? size?.width ?? preset.size ?? grid.width
    let isCropped = (fit ?? (shorter == nil ? preset.fit : .crop)) == .crop
    guard Self.isDecodable(width, height) else { return nil }
    guard isCropped else { return grid.resized(width: width, height: height, filter) }
    // 256 for 224: all presets leave an eighth.
    let shorter = max(shorter ?? (8 * max(height, width) + 3) / 7, height, width)
    let short = min(grid.width, grid.height)
    // As torchvision's Resize computes the longer side.
    func side(_ old: Int) -> Int {
      old == short ? shorter : Int(Double(shorter * old) / Double(short))
    }
    guard Self.isDecodable(side(grid.width), side(grid.height)) else { return nil }
    return grid.resized(width: side(grid.width), height: side(grid.height), filter)
      .cropped(width: width, height: height)
  }

  private static func isDecodable(_ width: Int, _ height: Int) -> Bool {
    Shape([width, height]).checkedCount.map { (1...1 << 28).contains($0) } ?? false
  }
}

/// Where a picture's axes lie in an input, and what is known of their extents.
private struct ImagePlace {
  let hasBatch: Bool
  let layout: ImagePreparation.Layout
  let colours: PixelFormat
  let height: Int?
  let width: Int?
  private let rank: Int

  init(
    _ type: TensorType, of name: String, count: Int, layout: ImagePreparation.Layout?,
    colours: PixelFormat?
  ) throws(FeedError) {
    let dims = type.dims ?? [.known(1), .unknown, .unknown, .unknown]
    guard (2...4).contains(dims.count) else {
      throw FeedError("Input '\(name)' is \(type), expected 2 to 4 axes for an image.")
    }
    rank = dims.count
    hasBatch = rank == 4
    let most = hasBatch ? dims[0].value ?? count : 1
    guard count == most else {
      throw FeedError(
        "Input '\(name)' is \(type), which takes \(most == 1 ? "one image" : "\(most) images"), and "
          + "\(count == 1 ? "one is" : "\(count) are") given.")
    }
    let axes = hasBatch ? Array(dims.dropFirst()) : dims
    guard rank > 2 else {
      (self.layout, self.colours) = (.nhwc, .grayscale)
      (height, width) = (axes[0].value, axes[1].value)
      return
    }
    let canHold = { (dimension: Dimension) in dimension.value.map { [1, 3].contains($0) } ?? false }
    let guessed: ImagePreparation.Layout = !canHold(axes[0]) && canHold(axes[2]) ? .nhwc : .nchw
    self.layout = layout ?? guessed
    let channels = axes[self.layout == .nchw ? 0 : 2].value
    guard channels.map({ [1, 3].contains($0) }) ?? true else {
      throw FeedError(
        "Input '\(name)' is \(type), whose channels are neither 1 nor 3: --image nchw or nhwc says "
          + "which axis they are.")
    }
    let wanted = channels == 1 ? PixelFormat.grayscale : colours ?? .rgb
    guard channels == nil || wanted.channels == channels else {
      throw FeedError("Input '\(name)' is \(type), which has no place for a grey image.")
    }
    self.colours = wanted
    let sides = self.layout == .nchw ? axes.dropFirst() : axes.dropLast()
    (height, width) = (sides[sides.startIndex].value, sides[sides.startIndex + 1].value)
  }

  func tensor(
    _ grids: [PixelGrid], _ scale: PixelScale, _ dtype: DType, of name: String
  ) throws(FeedError) -> Tensor {
    let grid = grids[0]
    let (area, channels) = (grid.width * grid.height, grid.channels)
    func arranged<T: Sendable>(_ value: (UInt8, Int) -> T) -> Buffer<T> {
      Buffer(
        (0..<grids.count * area * channels).map { whole in
          let (image, place) = whole.quotientAndRemainder(dividingBy: area * channels)
          let channel = layout == .nchw ? place / area : place % channels
          let pixel = layout == .nchw ? place % area : place / channels
          return value(grids[image].pixels[pixel * channels + channel], channel)
        })
    }
    let wide: WideBuffer =
      dtype.isFloat
      ? .float(arranged { scale.value($0, channel: $1) })
      : dtype.isSignedInteger
        ? .int(arranged { byte, _ in Int64(byte) }) : .uint(arranged { byte, _ in UInt64(byte) })
    guard dtype.isFloat || dtype.bitWidth > 8 || dtype == .uint8 else {
      throw FeedError("Input '\(name)' takes \(dtype.name), which does not hold 0 to 255.")
    }
    let sides = [grid.height, grid.width]
    let image = layout == .nchw ? [channels] + sides : sides + [channels]
    let dims = rank == 2 ? sides : hasBatch ? [grids.count] + image : image
    guard let tensor = try? Tensor(narrowing: wide, to: dtype, shape: Shape(dims)) else {
      throw FeedError("Input '\(name)' has no shape for an image of \(sides[1]) x \(sides[0]).")
    }
    return tensor
  }
}
