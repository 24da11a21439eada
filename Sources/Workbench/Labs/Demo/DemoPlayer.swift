import Simulation
import Transcript

/// Plays a lab for a class: keys and ticks of a clock go in, what is to be done comes out.
///
/// ```
///              tick                       tick ... last letter
///  between ───────────▶ typing ─────────────────────────────────▶ run ──▶ between (next item)
///     ▲  ▲                │ enter: the rest at once                │
///     │  └──── space: everything waits, and goes on ───────────────┘
///     └─ b: a fresh cluster up to the step's start     t: a person has the prompt     q: the end
/// ```
/// **Invariants**
/// 1. The same keys at the same times give the same operations: pauses come from the seed.
/// 2. While paused, only keys do anything.
/// 3. A command is typed whole before it is run, and run once.
package struct DemoPlayer: Sendable {
    package enum Key: Sendable, Hashable, CaseIterable {
        /// Pauses and goes on.
        case space
        /// The next command at once.
        case next
        case back
        case takeOver
        case quit
    }

    /// What the shell around this has to do.
    package enum Operation: Sendable, Hashable {
        /// Show words of the lab.
        case say(String)
        /// Show the prompt that stands where item `item` is typed.
        case prompt(item: Int)
        /// Show letters as they are typed in a terminal.
        case type(String, terminal: String)
        /// Run the command of the item, and show what comes of it.
        case run(item: Int)
        /// Let the cluster go on until the step has what it waits for.
        case settle(item: Int)
        /// Make a fresh cluster in which all before the item has been typed, and show that.
        case replay(before: Int)
        /// Give the prompt to the person, until it is given back.
        case takeOver
        case pause, resume
        /// Nothing is left to play.
        case over
        case end
    }

    private enum Phase: Sendable, Hashable {
        case between
        case typing(rest: [Character])
        case over
        case ended
    }

    private let script: DemoScript
    private let speed: Double
    private var random: SeededGenerator
    private var phase: Phase = .between
    private var item = 0
    private var due: Duration = .zero
    package private(set) var isPaused = false

    /// `speed` is 1 for a brisk typist, 2 for twice that.
    package init(_ script: DemoScript, seed: UInt64, speed: Double = 1) {
        self.script = script
        self.speed = min(max(speed, 0.05), 1000)
        random = SeededGenerator(seed: seed, stream: "demo")
        if script.items.isEmpty { phase = .over }
    }

    /// When the next tick has something to do; nil while only keys do.
    package var nextTick: Duration? {
        switch phase {
        case .between, .typing: isPaused ? nil : due
        case .over, .ended: nil
        }
    }

    /// The item that is played, or will be next.
    package var itemIndex: Int { item }
    package var isEnded: Bool { phase == .ended }
    /// The step that is played; the number of steps at the end.
    package var step: Int {
        item < script.items.count ? script.items[item].step : (script.items.last?.step ?? 0)
    }

    // MARK: - The clock

    /// Does what is due at `now`, which is how long the demonstration has run.
    package mutating func tick(at now: Duration) -> [Operation] {
        guard let next = nextTick, next <= now else { return [] }
        switch phase {
        case .between: return begin(at: now)
        case .typing(let rest): return typeOne(rest, at: now)
        case .over, .ended: return []
        }
    }

    private mutating func begin(at now: Duration) -> [Operation] {
        guard item < script.items.count else {
            phase = .over
            return [.over]
        }
        switch script.items[item].action {
        case .say(let text):
            return finishItem([.say(text)], pause: Self.readingTime(text), at: now)
        case .settle: return finishItem([.settle(item: item)], pause: .milliseconds(300), at: now)
        case .type(let command):
            phase = .typing(rest: Array(command.input.joined(separator: "\n")))
            due = now + scaled(.milliseconds(500))
            return [.prompt(item: item)]
        }
    }

    private mutating func typeOne(_ rest: [Character], at now: Duration) -> [Operation] {
        guard let letter = rest.first else {
            return finishItem([.run(item: item)], pause: .seconds(2), at: now)
        }
        phase = .typing(rest: Array(rest.dropFirst()))
        due = now + pause(after: letter)
        return [.type(Self.shown(letter), terminal: terminal)]
    }

    /// The rest of a command on its continuation lines stands behind a prompt of its own.
    private static func shown(_ letter: Character) -> String {
        letter == "\n" ? "\n> " : String(letter)
    }

    private mutating func finishItem(
        _ operations: [Operation], pause: Duration, at now: Duration
    ) -> [Operation] {
        item += 1
        phase = .between
        due = now + scaled(pause)
        return operations
    }

    private var terminal: String { script.terminal(at: item) }

    /// People slow down between words, and are never quite even.
    private mutating func pause(after letter: Character) -> Duration {
        var milliseconds = Int.random(in: 35...110, using: &random)
        if letter == " " || letter == "\n" {
            milliseconds += Int.random(in: 20...120, using: &random)
        }
        return scaled(.milliseconds(milliseconds))
    }

    /// Long enough for a class to read it; five seconds at most, for there is the space bar.
    private static func readingTime(_ text: String) -> Duration {
        .milliseconds(min(5000, 800 + text.count * 25))
    }

    private func scaled(_ duration: Duration) -> Duration { duration / speed }

    // MARK: - Keys

    /// Does what a key asks for.
    package mutating func press(_ key: Key, at now: Duration) -> [Operation] {
        if phase == .ended { return [] }
        switch key {
        case .quit:
            phase = .ended
            return [.end]
        case .space: return togglePause(at: now)
        case .next: return hurry(at: now)
        case .back: return goBack()
        case .takeOver: return takeOver()
        }
    }

    private mutating func togglePause(at now: Duration) -> [Operation] {
        if phase == .over { return [] }
        isPaused.toggle()
        due = now
        return [isPaused ? .pause : .resume]
    }

    /// What is being typed, at once; else everything up to and with the next command. A pause stays.
    private mutating func hurry(at now: Duration) -> [Operation] {
        var operations: [Operation] = []
        while phase == .between, item < script.items.count {
            operations += begin(at: now)
        }
        if case .typing(let rest) = phase {
            if !rest.isEmpty {
                operations.append(
                    .type(rest.map(Self.shown).joined(), terminal: terminal))
            }
            return operations + finishItem([.run(item: item)], pause: .seconds(2), at: now)
        }
        if phase == .between {
            phase = .over
            operations.append(.over)
        }
        return operations
    }

    /// To the start of the step; from there to the start of the one before.
    private mutating func goBack() -> [Operation] {
        let start = script.start(ofStep: step)
        let hasBegun = script.items[start..<item].contains {
            if case .type = $0.action { true } else { false }
        }
        item = hasBegun || phase != .between ? start : script.start(ofStep: max(0, step - 1))
        (phase, isPaused) = (script.items.isEmpty ? .over : .between, true)
        return [.replay(before: item), .pause]
    }

    /// What was half typed is typed again afterwards.
    private mutating func takeOver() -> [Operation] {
        if phase != .over { (phase, isPaused) = (.between, true) }
        return [.takeOver]
    }
}
