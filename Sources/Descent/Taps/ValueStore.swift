internal import Glibc
internal import Harness
internal import Synchronization
package import Tensors

/// The values of a run by key: in memory up to a limit, then in a file that has no name.
///
/// Values that are no tensors of numbers stay in memory.
package final class ValueStore: Sendable {
  private let byteLimit: Int
  private let folder: String
  private let state = Mutex(State())

  private struct State {
    var entries: [StepKey: Entry] = [:]
    var heldByteCount = 0
    var file: SpillFile?
    var failure: String?
  }

  private enum Entry {
    case held(Value)
    case spilled(DType, Shape, offset: Int)
  }

  /// - Parameters:
  ///   - byteLimit: bytes of tensors that stay in memory.
  ///   - folder: where the file lies.
  package init(byteLimit: Int, folder: String) {
    self.byteLimit = byteLimit
    self.folder = folder
  }

  package func keep(_ value: Value, as key: StepKey) {
    state.withLock { state in
      let byteCount = value.tensor?.byteCount ?? 0
      guard let tensor = value.tensor, tensor.dtype != .string,
        state.heldByteCount + byteCount > byteLimit
      else {
        state.heldByteCount += byteCount
        state.entries[key] = .held(value.tensor.map { .tensor($0.compacted) } ?? value)
        return
      }
      do throws(SystemError) {
        let file: SpillFile
        if let open = state.file { file = open } else { file = try SpillFile(in: folder) }
        state.file = file
        state.entries[key] = .spilled(
          tensor.dtype, tensor.shape, offset: try file.append(tensor.elements))
      } catch { state.failure = "the values of a run can't be kept in '\(folder)': \(error)" }
    }
  }

  /// The value; `nil` where none is kept, or it can't be read again: ``failure`` says that.
  package subscript(key: StepKey) -> Value? {
    state.withLock { state in
      switch state.entries[key] {
      case nil: return nil
      case .held(let value): return value
      case .spilled(let dtype, let shape, let offset):
        guard let tensor = state.file?.tensor(dtype, shape, at: offset) else {
          state.failure = "the values of a run can't be read again"
          return nil
        }
        return .tensor(tensor)
      }
    }
  }

  package func has(_ key: StepKey) -> Bool { state.withLock { $0.entries[key] != nil } }

  /// Why a value is missing; `nil` where none is.
  package var failure: String? { state.withLock { $0.failure } }

  /// Bytes that lie in the file.
  package var spilledByteCount: Int { state.withLock { $0.file?.byteCount ?? 0 } }
}

/// Bytes behind each other in a file that goes when the process does.
private final class SpillFile {
  private let descriptor: Int32
  private(set) var byteCount = 0

  init(in folder: String) throws(SystemError) {
    // mkstemp puts other letters in the place of these.
    let letters = String(repeating: "X", count: 6)
    var path = Array("\(folder)/wonnx-values-\(letters)".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw .last }
    unlink(path)
  }

  deinit { close(descriptor) }

  /// - Returns: where the bytes begin.
  func append(_ elements: Elements) throws(SystemError) -> Int {
    let start = byteCount
    let failure = elements.withBytes { bytes -> SystemError? in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = pwrite(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count,
          off_t(start + bytes.count - rest.count))
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return .last }
        rest = rest.dropFirst(written)
      }
      byteCount += bytes.count
      return nil
    }
    if case .some(.some(let failure)) = failure { throw failure }
    return start
  }

  func tensor(_ dtype: DType, _ shape: Shape, at offset: Int) -> Tensor? {
    var isWhole = true
    let elements = Elements(count: shape.count, dtype: dtype) { bytes in
      var done = 0
      while done < bytes.count {
        let count = pread(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done,
          off_t(offset + done))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          isWhole = false
          return
        }
        done += count
      }
    }
    return isWhole ? try? Tensor(elements, shape: shape) : nil
  }
}
