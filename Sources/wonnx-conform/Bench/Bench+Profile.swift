import Harness
import Runtimes
import Tensors
import VulkanRuntime

extension Bench {
  /// Prints what each node of the models takes on Vulkan.
  func profile() async throws(Failure) {
    var factory = RuntimeFactory(
      precision: .native, device: options.device, requiresGPU: false)
    factory.timesNodes = true
    let names = options.runtime.split(separator: ",").map(String.init)
    let name = names.first { $0.hasPrefix(RuntimeKind.vulkan.name) } ?? RuntimeKind.vulkan.name
    let runtime = try factory.make(name)
    let device = (runtime as? VulkanRuntime) ?? (runtime.inner as? VulkanRuntime)
    let limits: DeviceLimits?
    do throws(RuntimeError) { limits = try await device?.limits() } catch {
      throw Failure(.infrastructure, "The device's limits can't be measured: \(error)")
    }
    Terminal.write("\(runtime.identity)\n" + ProfileTable.text(limits) + "\n", to: 1)
    for subject in try subjects() {
      let times: [NodeTime]
      do { times = try await nodeTimes(subject, on: runtime) } catch {
        throw Failure(.unexpected, "\(subject.name): \(error)")
      }
      Terminal.write(ProfileTable(subject: subject.name, times: times, limits: limits).text, to: 1)
    }
  }

  /// Each node's median over the runs after the first.
  private func nodeTimes(_ subject: Subject, on runtime: any Runtime) async throws -> [NodeTime] {
    let graph = try subject.graph(setting: try ExtentOption.extents(options.set))
    let inputs = try subject.inputs(of: graph)
    let prepared = try await runtime.prepare(graph)
    _ = try await prepared.run(inputs)
    var runs: [[NodeTime]] = []
    for _ in 0..<options.runs {
      _ = try await prepared.run(inputs)
      runs.append(await prepared.nodeTimes)
    }
    return runs[0].indices.map { index in
      let time = runs[0][index]
      let all = runs.compactMap { $0.indices.contains(index) ? $0[index].nanoseconds : nil }
      return NodeTime(
        node: time.node, operation: time.operation, nanoseconds: all.median ?? time.nanoseconds,
        byteCount: time.byteCount, multiplyAddCount: time.multiplyAddCount)
    }
  }
}
