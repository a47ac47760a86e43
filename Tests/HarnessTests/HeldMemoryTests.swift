import Glibc
import Testing

@testable import Harness

@Suite("The memory that a worker holds") struct HeldMemoryTests {
  @Test("is anonymous and shared pages; all where the kernel does not tell them apart")
  func counts() {
    let status = """
      Name:\tx
      VmRSS:\t    70 kB
      RssAnon:\t    10 kB
      RssFile:\t    40 kB
      RssShmem:\t    20 kB
      """
    #expect(HeldMemory.byteCount(inStatus: status) == 30 * 1024)
    #expect(HeldMemory.byteCount(inStatus: "VmRSS:\t    70 kB\n") == 70 * 1024)
    #expect(HeldMemory.byteCount(inStatus: "Name:\tx\nState:\tZ (zombie)\n") == 0)
    #expect(HeldMemory.byteCount(of: 0) == 0)
  }

  /// Perl maps a file that it opens with the layer `mmap`, and unmaps it at its end, which is not
  /// read. The pause outlasts a look at the memory.
  static let mapping = """
    open(my $file, '<:mmap', $ARGV[0]) or die; read($file, my $part, 65536) for 1..1535;
    select(undef, undef, undef, 0.4); print "read\\n";
    """
  static let allocating = """
    my $text = 'x' x (96 << 20); select(undef, undef, undef, 5); print length($text), "\\n";
    """
  static let limit = 64 << 20

  private func event(_ script: String, _ arguments: [String] = []) throws -> WorkerProcess.Event {
    let process = try WorkerProcess(
      WorkerCommand(executable: Self.perl, arguments: ["-e", script] + arguments))
    return process.receive(within: .seconds(30), memoryLimit: Self.limit, isStopped: { false })
  }

  static let perl = "/usr/bin/perl"

  @Test("does not grow by a large file that it maps and reads", .enabled(if: Files.exists(perl)))
  func maps() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("weights")
    #expect(truncate(path, 96 << 20) == 0)
    guard case .line("read") = try event(Self.mapping, [path]) else {
      Issue.record("the worker was ended")
      return
    }
  }

  @Test("grows by what a process that it started allocates", .enabled(if: Files.exists(perl)))
  func childAllocates() throws {
    let script = "my $pid = fork; if (!$pid) { \(Self.allocating) exit } waitpid $pid, 0;"
    guard case .memory(let held) = try event(script) else {
      Issue.record("the worker went on")
      return
    }
    #expect(held > Self.limit)
  }

  /// A closed standard error is ready at once, forever; so is one that is written to all the time.
  @Test(
    "grows by what it allocates, whatever its standard error does",
    .enabled(if: Files.exists(perl)),
    arguments: ["", "close(STDERR);", "if (!fork) { print STDERR 'x' x 9 while 1 }"])
  func allocates(first: String) throws {
    guard case .memory(let held) = try event(first + Self.allocating) else {
      Issue.record("the worker went on")
      return
    }
    #expect(held > Self.limit)
  }

  @Test("is also that of the processes that it started")
  func children() throws {
    let program = "import sys; held = b'1' * (64 << 20); print(1, flush=True); sys.stdin.read()"
    let shell = try WorkerProcess(
      WorkerCommand(executable: "/bin/sh", arguments: ["-c", "python3 -c \"\(program)\"; true"]))
    guard
      case .line = shell.receive(within: .seconds(60), memoryLimit: .max, isStopped: { false })
    else {
      Issue.record("the program said nothing")
      return
    }
    #expect(HeldMemory.byteCount(of: shell.pid) >= 64 << 20)
  }
}
