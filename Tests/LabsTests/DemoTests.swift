import Testing
import Transcript

@testable import Labs

@Suite("Demo")
struct DemoTests {
    private static func player(speed: Double = 1) throws -> DemoPlayer {
        DemoPlayer(DemoScript(try SampleLab.lab()), seed: 7, speed: speed)
    }

    /// Lets a player go on until only a key helps, at most for an hour.
    private func play(
        _ player: inout DemoPlayer, from start: Duration = .zero,
        until limit: Duration = .seconds(3600)
    ) -> (operations: [DemoPlayer.Operation], end: Duration) {
        var operations: [DemoPlayer.Operation] = []
        var now = start
        while let next = player.nextTick, next <= limit {
            now = max(now, next)
            operations += player.tick(at: now)
        }
        return (operations, now)
    }

    private func typed(_ operations: [DemoPlayer.Operation]) -> String {
        operations.map { operation in
            switch operation {
            case .type(let text, _): text
            case .run: "\n"
            default: ""
            }
        }.joined()
    }

    @Test("every command is typed letter by letter, then run, in the lab's order")
    func everything() throws {
        var player = try Self.player()
        let (operations, _) = play(&player)
        let lab = try SampleLab.lab()
        let commands = lab.steps.flatMap { lab.section(of: $0).commands }
        #expect(
            typed(operations)
                == commands.map { $0.input.joined(separator: "\n> ") + "\n" }.joined())
        #expect(operations.count { if case .type = $0 { true } else { false } } > 100)
        #expect(operations.last == .over)
        #expect(operations.first == .say("Prose first."))
    }

    @Test("the same seed types in the same rhythm; twice the speed takes half the time")
    func rhythm() throws {
        var (one, other, fast) = (try Self.player(), try Self.player(), try Self.player(speed: 2))
        let (first, second) = (play(&one), play(&other))
        #expect(first.operations == second.operations && first.end == second.end)
        #expect(play(&fast).end < first.end * 0.55)
        var stranger = DemoPlayer(DemoScript(try SampleLab.lab()), seed: 8)
        #expect(play(&stranger).end != first.end)
    }

    @Test("space stops everything, even in the middle of a word, and goes on there")
    func pause() throws {
        var player = try Self.player()
        let (before, now) = play(&player, until: .seconds(3))
        #expect(typed(before).hasPrefix("kubectl") && !typed(before).contains("\n"))
        #expect(player.press(.space, at: now) == [.pause])
        #expect(player.nextTick == nil && player.tick(at: now + .seconds(60)) == [])
        #expect(player.press(.space, at: now + .seconds(60)) == [.resume])
        let (after, _) = play(&player, from: now + .seconds(60))
        #expect((typed(before) + typed(after)).hasPrefix("kubectl create -f web.yaml\n"))
    }

    @Test("enter types the rest at once; from a pause it goes one command further and stays there")
    func next() throws {
        var player = try Self.player()
        let (before, now) = play(&player, until: .seconds(3))
        let rest = player.press(.next, at: now)
        #expect(typed(before) + typed(rest) == "kubectl create -f web.yaml\n")
        _ = player.press(.space, at: now)
        let one = player.press(.next, at: now)
        #expect(typed(one) == "kubectl get po web\n")
        #expect(one.contains { if case .settle = $0 { true } else { false } })
        #expect(player.isPaused)
        for _ in 0..<50 { _ = player.press(.next, at: now) }
        #expect(player.press(.next, at: now) == [])
    }

    @Test("b goes to the start of the step, then to the one before, and waits there")
    func back() throws {
        var player = try Self.player()
        for _ in 0..<2 { _ = player.press(.next, at: .zero) }
        let script = DemoScript(try SampleLab.lab())
        #expect(player.step == 1)
        #expect(
            player.press(.back, at: .zero) == [.replay(before: script.start(ofStep: 1)), .pause])
        #expect(player.press(.back, at: .zero) == [.replay(before: 0), .pause])
        #expect(player.press(.back, at: .zero) == [.replay(before: 0), .pause])
        #expect(player.nextTick == nil)
        #expect(typed(player.press(.next, at: .zero)) == "kubectl create -f web.yaml\n")
    }

    @Test("after the end b still goes back, and q ends whatever is")
    func end() throws {
        var player = try Self.player()
        _ = play(&player)
        guard case .replay(let item)? = player.press(.back, at: .zero).first else {
            Issue.record("b does nothing at the end")
            return
        }
        #expect(item > 0)
        #expect(player.press(.quit, at: .zero) == [.end])
        for key in DemoPlayer.Key.allCases { #expect(player.press(key, at: .zero) == []) }
        #expect(player.isEnded && player.nextTick == nil)
    }

    @Test("who takes over leaves a half typed command, which is typed anew afterwards")
    func takeOver() throws {
        var player = try Self.player()
        let (_, now) = play(&player, until: .seconds(3))
        #expect(player.press(.takeOver, at: now) == [.takeOver])
        #expect(player.isPaused)
        _ = player.press(.space, at: now)
        #expect(
            typed(play(&player, from: now).operations).hasPrefix("kubectl create -f web.yaml\n"))
    }

    @Test("any keys at any time: the player never types a command twice without going back")
    func anyKeys() throws {
        for first in DemoPlayer.Key.allCases {
            for second in DemoPlayer.Key.allCases {
                for moment in [Duration.zero, .milliseconds(1700), .seconds(9)] {
                    var player = try Self.player()
                    let (before, now) = play(&player, until: moment)
                    var operations = before
                    operations += player.press(first, at: now)
                    operations += player.press(second, at: now)
                    if player.isPaused { operations += player.press(.space, at: now) }
                    operations += play(&player, from: now).operations
                    let isReplayed = operations.contains {
                        if case .replay = $0 { true } else { false }
                    }
                    let runs = operations.filter { if case .run = $0 { true } else { false } }
                    if !isReplayed { #expect(Set(runs).count == runs.count) }
                }
            }
        }
    }
}

@Suite("PaneGrid")
struct PaneGridTests {
    private func grid(_ width: Int, _ height: Int) -> PaneGrid {
        PaneGrid(names: ["", "bob"], firstTitle: "first", width: width, height: height)
    }

    @Test("every row is as wide as the screen, whatever is written")
    func widths() {
        for width in [20, 99, 100, 121] {
            var grid = grid(width, 12)
            grid.status = String(repeating: "s", count: 300)
            grid.write("a long line " + String(repeating: "x", count: 400) + "\n", to: "")
            grid.write("中文 中文字符宽度\tend\u{1b}[2J\n\n", to: "bob")
            #expect(grid.rows.count == 12)
            for row in grid.rows { #expect(TextWidth.columns(row) == width) }
        }
    }

    @Test("a terminal's text stands in its pane, its end in view")
    func panes() {
        var grid = grid(101, 6)
        for number in 1...9 { grid.write("left \(number)\n", to: "") }
        grid.write("(bob) $ ", to: "bob")
        grid.write("ls", to: "bob")
        let rows = grid.rows
        #expect(rows[0].hasPrefix(" first") && rows[0].contains("│ bob"))
        #expect(rows[1].hasPrefix("left 7") && rows[1].contains("│(bob) $ ls"))
        #expect(rows[3].hasPrefix("left 9"))
        #expect(!grid.isAtLineStart("bob") && grid.isAtLineStart(""))
        grid.clear()
        #expect(!grid.rows[1].contains("left"))
    }

    @Test("prose is filled to a pane's width; lists and code stay as they are")
    func fill() {
        let text = "one two three\nfour five\n\n- item of\n  code   here\nsix"
        #expect(
            TextWidth.fill(text, to: 9) == [
                "one two", "three", "four five", "", "- item of", "  code   here", "six",
            ])
    }

    @Test("panes are for screens with room for them")
    func fits() {
        #expect(PaneGrid.fits(2, width: 97, height: 24))
        #expect(!PaneGrid.fits(2, width: 96, height: 24))
        #expect(!PaneGrid.fits(1, width: 200, height: 50))
        #expect(!PaneGrid.fits(2, width: 120, height: 9))
    }
}
