import Glibc
import Graphs
import Interpreter
import Operators
import Runtimes

/// Takes operators through hostile conditions: `hostile-probe FROM TO SKIPPED`, where FROM and TO
/// are places in the catalog and SKIPPED is how many conditions of the first operator to pass over.
///
/// It says what comes before it comes, `OPERATOR PLACE CONDITION`: the last line names what a trap, a
/// lack of memory or an alarm ended.
@main
enum HostileProbe {
  /// Seconds that one condition may take.
  private static let patience: UInt32 = 10

  static func main() async {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    guard numbers.count == 3 else {
      print("hostile-probe takes three numbers: two places in the catalog and a condition's.")
      exit(2)
    }
    limitMemory()
    let operators = OperatorCatalog.standard.all
    var skipped = numbers[2]
    for place in numbers[0]..<min(numbers[1], operators.count) {
      await probe(operators[place], place, skipped)
      skipped = 0
    }
    say("done")
  }

  /// What is allocated against a number of the file's fails at once, instead of filling the machine.
  private static func limitMemory() {
    var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }

  /// Unbuffered: a trap ends the process with all that it said.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  private static func probe(_ type: any Operator.Type, _ place: Int, _ skipped: Int) async {
    let trial = Trial(interpreter: Interpreter(budget: MemoryBudget(byteCount: 1 << 28)))
    let name = type.schema.name
    say("\(name)\t\(place)\t-1\tsearch")
    alarm(6 * patience)
    let table = await HostileTable(type, trial)
    say("\(name)\t\(place)\t-1\tbases \(table.found)")
    for (number, row) in table.rows.enumerated().dropFirst(skipped) {
      say("\(name)\t\(place)\t\(number)\t\(row.name)")
      alarm(patience)
      await trial.run(row.specimen)
    }
    alarm(0)
  }
}
