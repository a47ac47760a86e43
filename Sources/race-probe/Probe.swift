import CMutexWitness
import ConcurrencyChecks

@main
enum Probe {
  static func main() async { mutex_witness() }
}
