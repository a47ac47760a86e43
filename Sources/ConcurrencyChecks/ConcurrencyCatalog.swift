import Optimizer
import Runtimes

/// Every check, in the order in which they are made: the quick ones first.
package enum ConcurrencyCatalog {
  package static var all: [any ConcurrencyCheck] {
    [SettingsCheck(), AuditCheck()] + folding
  }

  /// What can only be said of a build with folding.
  private static var folding: [any ConcurrencyCheck] {
    #if ConstantFolding
      let folders = Folders()
      let vulkan: @Sendable () throws(CheckFailure) -> any Runtime = {
        () throws(CheckFailure) in try folders.vulkan()
      }
      return [
        FixtureCheck(), ForcedFoldingCheck(), DeterminismCheck(passes, folders),
        CancellationCheck(passes, folders), FailureCheck(passes, folders), WaitingCheck(vulkan),
        PriorityCheck(vulkan), RaceCheck(), UnfoldedBuildCheck(),
      ]
    #else
      []
    #endif
  }

  #if ConstantFolding
    /// The passes of the command, folding with a runtime.
    package static let passes: FoldingPasses = { PassCatalog(folder: $0).all }
  #endif
}
