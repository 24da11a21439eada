import Foundation

/// Carries out jobs in copies of this process, so that none can harm another or the caller.
///
/// A copy starts with everything that has been made here, a booted cluster above all, at the price
/// of a page table. It is bounded in time, memory and what it may answer; when it crashes, only its
/// own answer is lost.
///
/// **Order**: only from a process with one thread; a copy has no other.
struct ForkPool {
    /// What one job may use.
    struct Limits {
        /// Four times the processor's, for a busy machine.
        var wallClock: Duration
        /// **Unit**: seconds.
        var processorSeconds: UInt
        /// Beyond what the process has when it is copied. **Unit**: bytes.
        var memory: UInt = 2 << 30
        /// **Unit**: bytes.
        var answer = 4 << 20

        init(seconds: Int) {
            let seconds = max(1, min(seconds, 3600))
            (processorSeconds, wallClock) = (UInt(seconds), .seconds(seconds * 4))
        }
    }

    /// How a job ended.
    enum Answer: Equatable {
        case bytes([UInt8])
        /// It took too long.
        case late
        /// It crashed, or used too much memory; the signal, or 0.
        case crashed(Int32)
    }

    private struct Child {
        var job: Int
        var process: pid_t
        var descriptor: Int32
        var start: ContinuousClock.Instant
        var bytes: [UInt8] = []
        var isLate = false
    }

    private let limits: Limits
    private let width: Int
    private let clock = ContinuousClock()

    /// `width` is how many run side by side.
    init(limits: Limits, width: Int) {
        (self.limits, self.width) = (limits, max(1, width))
    }

    /// Carries out jobs `0..<count`; `finished` is told of each as it ends, in any order.
    func run(
        _ count: Int, work: (Int) -> [UInt8], finished: (Int, Answer) -> Void
    ) {
        var next = 0
        var children: [Child] = []
        while next < count || !children.isEmpty {
            while next < count, children.count < width {
                if let child = start(next, work) {
                    children.append(child)
                } else {
                    finished(next, .crashed(0))
                }
                next += 1
            }
            wait(&children)
            for child in children.filter({ $0.descriptor < 0 }) {
                finished(child.job, reap(child))
            }
            children.removeAll { $0.descriptor < 0 }
        }
    }

    private func start(_ job: Int, _ work: (Int) -> [UInt8]) -> Child? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        let process = fork()
        if process == 0 {
            close(ends[0])
            limitMyself()
            let bytes = work(job)
            Self.write(bytes.prefix(limits.answer), to: ends[1])
            _exit(0)
        }
        close(ends[1])
        guard process > 0 else {
            close(ends[0])
            return nil
        }
        return Child(job: job, process: process, descriptor: ends[0], start: clock.now)
    }

    /// In the copy: what the system is to refuse.
    private func limitMyself() {
        let nowhere = open("/dev/null", O_RDWR)
        for descriptor in 0...2 as ClosedRange<Int32> { dup2(nowhere, descriptor) }
        // One second more: the first limit is told by a signal, the second by the end.
        var time = rlimit(
            rlim_cur: limits.processorSeconds, rlim_max: limits.processorSeconds + 1)
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &time)
        var memory = rlimit(
            rlim_cur: Self.size + limits.memory, rlim_max: Self.size + limits.memory)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
        var core = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
        signal(SIGPIPE, SIG_DFL)
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            signal(number, SIG_DFL)
        }
    }

    /// The address space that this process has now. **Unit**: bytes.
    private static var size: UInt {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").first.flatMap { UInt($0) } ?? 0
        return pages * UInt(getpagesize())
    }

    private static func write(_ bytes: some Sequence<UInt8>, to descriptor: Int32) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until something comes or a copy is late; descriptors that have ended become -1.
    private func wait(_ children: inout [Child]) {
        var polls = children.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        _ = poll(&polls, nfds_t(polls.count), 50)
        for index in children.indices {
            if polls[index].revents != 0 { receive(&children[index]) }
            let isLate = clock.now - children[index].start > limits.wallClock
            if isLate, children[index].descriptor >= 0 {
                kill(children[index].process, SIGKILL)
                children[index].isLate = true
                end(&children[index])
            }
        }
    }

    private func receive(_ child: inout Child) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(child.descriptor, &buffer, buffer.count)
        if count > 0, child.bytes.count <= limits.answer {
            child.bytes += buffer[..<count]
        } else if count < 0, errno == EINTR {
            return
        } else {
            end(&child)
        }
    }

    private func end(_ child: inout Child) {
        close(child.descriptor)
        child.descriptor = -1
    }

    /// Waits for the process itself and says how it ended.
    private func reap(_ child: Child) -> Answer {
        var status: Int32 = 0
        while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
        if child.isLate { return .late }
        let signal = status & 0x7f
        if signal == SIGXCPU || signal == SIGKILL { return .late }
        return signal == 0 && status == 0 ? .bytes(child.bytes) : .crashed(signal)
    }
}
