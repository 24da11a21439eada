import Foundation
import Labs
import REPL
import Session
import Transcript

/// Plays a lab on a real terminal: keys and the clock to the `DemoPlayer`, its wishes to the screen
/// and the session.
@MainActor
final class DemoStage {
    private let lab: Lab
    private let workbench: LabWorkbench
    private let script: DemoScript
    private let screen: any DemoScreen
    private let keyboard: RawKeyboard
    private var player: DemoPlayer
    private var workplace: Workplace
    private var console: SessionConsole
    private let clock = ContinuousClock()
    private let start = ContinuousClock().now
    private var code: Int32 = 0
    private var texts: Texts { workbench.texts }

    init(
        _ lab: Lab, _ workbench: LabWorkbench, screen: any DemoScreen, keyboard: RawKeyboard,
        speed: Double
    ) throws {
        (self.lab, self.workbench, self.screen) = (lab, workbench, screen)
        self.keyboard = keyboard
        script = DemoScript(lab)
        player = DemoPlayer(script, seed: lab.seed, speed: speed)
        workplace = try Self.open(lab, workbench)
        console = SessionConsole(workplace.session)
    }

    /// It shows what is typed and printed only while the prompt is lent out.
    private static func open(_ lab: Lab, _ workbench: LabWorkbench) throws -> Workplace {
        let workplace = try Workplace(
            workbench,
            recording: SessionRecording(
                seed: lab.seed, etcdMembers: lab.etcdMembers))
        LabWorkbench.layOut(lab, in: workplace.session)
        return workplace
    }

    private var now: Duration { clock.now - start }

    /// Plays until the end; gives the exit code.
    func run() -> Int32 {
        keyboard.begin()
        defer {
            screen.suspend()
            keyboard.end()
        }
        while !player.isEnded {
            perform(player.tick(at: now))
            let pause = player.nextTick.map { Self.milliseconds($0 - now) } ?? 200
            guard let bytes = keyboard.read(within: min(max(pause, 0), 200)) else { return 1 }
            for key in Self.keys(bytes) { perform(player.press(key, at: now)) }
            screen.refresh()
        }
        return code
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let parts = duration.components
        return Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000)
    }

    /// Arrows count, too; what else is pressed means nothing here.
    static func keys(_ bytes: [UInt8]) -> [DemoPlayer.Key] {
        var keys: [DemoPlayer.Key] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == 27, rest.first == UInt8(ascii: "[") {
                rest.removeFirst()
                switch rest.popFirst() {
                case UInt8(ascii: "C"): keys.append(.next)
                case UInt8(ascii: "D"): keys.append(.back)
                default: break
                }
                continue
            }
            switch byte {
            case UInt8(ascii: " "): keys.append(.space)
            case 10, 13, UInt8(ascii: "n"): keys.append(.next)
            case UInt8(ascii: "b"): keys.append(.back)
            case UInt8(ascii: "t"): keys.append(.takeOver)
            case 3, 4, UInt8(ascii: "q"): keys.append(.quit)
            default: break
            }
        }
        return keys
    }

    private func perform(_ operations: [DemoPlayer.Operation]) {
        for operation in operations { perform(operation) }
    }

    private func perform(_ operation: DemoPlayer.Operation) {
        switch operation {
        case .say(let text): screen.say(text, near: script.terminal(at: player.itemIndex))
        case .prompt(let item): showPrompt(item)
        case .type(let text, let terminal): screen.write(text, to: terminal)
        case .run(let item): show(play(item))
        case .settle(let item): settle(item, isShown: true)
        case .replay(let item): replay(before: item)
        case .takeOver: takeOver()
        case .pause: screen.showPause(true)
        case .resume: screen.showPause(false)
        case .over: screen.say(texts.demoOver, near: script.terminal(at: player.itemIndex))
        case .end: break
        }
    }

    // MARK: - The session

    private func command(_ item: Int) -> Transcript.Command? {
        if case .type(let command) = script.items[item].action { command } else { nil }
    }

    private func showPrompt(_ item: Int) {
        guard let command = command(item) else { return }
        let prompt = LabRunner(lab, on: console, texts: texts).standingPrompt(for: command)
        screen.write(prompt, to: command.prompt.terminal)
    }

    private func play(_ item: Int) -> Transcript.Command? {
        command(item).map { LabRunner(lab, on: console, texts: texts).play($0) }
    }

    /// The end of the line that was typed, and what came of it.
    private func show(_ command: Transcript.Command?) {
        guard let command else { return }
        let text = command.output.map { $0 + "\n" }.joined()
        screen.write("\n" + text, to: command.prompt.terminal)
    }

    private func settle(_ item: Int, isShown: Bool) {
        guard case .settle(let step) = script.items[item].action else { return }
        guard let finding = LabRunner(lab, on: console, texts: texts).settle(step) else { return }
        code = 1
        if isShown {
            screen.say(finding.rendered(texts), near: script.terminal(at: player.itemIndex))
        }
    }

    private func replay(before end: Int) {
        do { workplace = try Self.open(lab, workbench) } catch {
            screen.say("\(error)", near: "")
            return
        }
        console = SessionConsole(workplace.session)
        code = 0
        screen.clear()
        for item in 0..<end {
            switch script.items[item].action {
            case .say(let text): screen.say(text, near: script.terminal(at: item))
            case .settle: settle(item, isShown: false)
            case .type:
                guard let shown = play(item) else { continue }
                screen.write(shown.rendered, to: shown.prompt.terminal)
            }
        }
    }

    private func takeOver() {
        screen.suspend()
        keyboard.end()
        print("## " + texts.demoTakenOver)
        fflush(nil)
        let appearance = Appearance()
        workplace.session.control.terminal = script.terminal(at: player.itemIndex)
        workplace.session.control.pace = .real
        workplace.show(on: PromptLoop.printer(appearance))
        _ = PromptLoop(workplace, appearance: appearance, givesBack: true).run()
        workplace.show(on: { _ in })
        workplace.session.control.pace = .instant
        // `undo` may have made another session.
        console = SessionConsole(workplace.session)
        keyboard.begin()
        screen.resume()
        screen.say(texts.demoGoesOn, near: script.terminal(at: player.itemIndex))
        screen.showPause(player.isPaused)
    }
}
