import Runtimes

/// Memory of a value that runs bring.
struct Entrance {
  let device: Allocation
  /// What a run copies it from, in its own submission; `nil` where the host writes the device's
  /// memory, or has the value copied there before the run.
  let staging: Allocation?

  /// Where the host writes the value.
  var written: Region { (staging ?? device).region }
}

extension Engine {
  /// What the host writes where shaders read it. On an H200, 4 MiB take 254 µs so and 464 µs by way of
  /// staging.
  private static let mostDirectBytes = 4 << 20

  /// Memory for an input of every run to come.
  func entrance(_ byteCount: Int) throws(RuntimeError) -> Entrance {
    if byteCount <= Self.mostDirectBytes, let window = try inputs?.allocateIfRoom(byteCount) {
      return Entrance(device: window, staging: nil)
    }
    let device = try persistent.allocate(byteCount)
    guard persistent.use.host == .nothing, byteCount <= transfers.batchBytes,
      let staging = try transfers.uploads.allocateIfRoom(byteCount)
    else { return Entrance(device: device, staging: nil) }
    staging.touch()
    return Entrance(device: device, staging: staging)
  }

  /// Memory that a run copies a region into; `nil` where the host reads the region itself, or has it
  /// copied after the run.
  func exit(_ region: Region) throws(RuntimeError) -> Allocation? {
    guard region.block.readable == nil, region.byteCount <= transfers.batchBytes,
      let exit = try transfers.downloads.allocateIfRoom(region.byteCount)
    else { return nil }
    exit.touch()
    return exit
  }
}
