import CMutexWitness
import ConcurrencyChecks
import Foundation
import Glibc

/// What the check `races` runs, built with ThreadSanitizer: `race-probe` shares runtimes between
/// tasks, `race-probe --plant` shares a counter without protection.
@main
enum Probe {
  static func main() async {
    mutex_witness()
    if CommandLine.arguments.contains("--plant") { return await plant() }
    #if ConstantFolding
      let workload = RaceWorkload(taskCount: 48, modelCount: 6, ConcurrencyCatalog.passes)
      do throws(CheckFailure) { print(try await workload.run()) } catch {
        print(error)
        exit(1)
      }
    #else
      print("This build leaves out what the probe is for.")
      exit(4)
    #endif
  }

  private static func plant() async {
    let counter = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { for _ in 0..<100_000 { counter.count += 1 } } }
    }
    print("counted \(counter.count)")
  }
}

/// Two threads that count here race: that is what it is for.
// No proof of sendability: it is not sendable. The planted race shows that ThreadSanitizer would
// report one, and nothing links this program.
private final class Counter: @unchecked Sendable {
  var count = 0
}
