/// How long the end of a submission is awaited.
struct Patience {
  /// How long the device is asked again and again, before the thread sleeps.
  let polling: Duration
  /// When a device that does not end counts as hung, in the thread's sleep.
  let timeout: Duration

  init(polling: Duration, timeout: Duration) {
    self.polling = polling
    self.timeout = timeout
  }

  init(_ profile: DeviceProfile, timeout: Duration?) {
    self.timeout = timeout ?? (profile.isSoftware ? .seconds(600) : .seconds(60))
    // An empty submission takes 12 µs on an H200 where it is asked, 35 µs where it is awaited. A
    // software device works on the CPU that asks.
    polling = profile.isSoftware ? .zero : .milliseconds(2)
  }
}
