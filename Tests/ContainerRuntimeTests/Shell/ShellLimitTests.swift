import Simulation
import Testing

@testable import ContainerRuntime

@Suite("what a learner's line may use up")
struct ShellLimitTests {
    @Test(
        "an input without an end exhausts a program's memory, not the process's",
        arguments: ["sort", "sed -n p", "wc", "tail -n 1", "sh"])
    func endlessInput(program: String) throws {
        let printed = try ShellMachine().transcript("yes $(seq -s, 3000) | \(program); echo $?")
        #expect(printed.contains("out of memory"))
    }

    @Test("a file grows up to its limit, each time by what is written")
    func endlessOutput() throws {
        let printed = try ShellMachine().transcript("yes > /tmp/f; echo $?; ls -l /tmp/f | wc -l")
        #expect(printed.contains("No space left on device"))
        #expect(printed.hasSuffix("1\n1\n"))
    }

    @Test("bytes that are no program are refused, and end")
    func randomBytes() throws {
        let machine = try ShellMachine()
        let random = machine.simulation.random("noise")
        let letters = Array("aeo01 $\"'`(){}[]|&;<>\\\n#~!*?=-".utf8)
        for _ in 0..<300 {
            let noise = (0..<40).map { _ in letters[random.int(in: 0..<letters.count)] }
            var parser = Parser(noise, dialect: .ash)
            var commands = 0
            do throws(SyntaxError) {
                while try parser.nextCommand() != nil { commands += 1 }
            } catch {}
            #expect(commands <= noise.count)
        }
    }

    @Test(
        "nesting without end is refused",
        arguments: [
            "$(", "(", "{ ", "if ", "${x:-", "$((", "\"$(", "while ", "`\\`", "! ", "case ",
        ])
    func deepNesting(opening: String) throws {
        let text = String(repeating: opening, count: 5000)
        var parser = Parser(Array(text.utf8), dialect: .ash)
        do throws(SyntaxError) {
            while try parser.nextCommand() != nil {}
        } catch {}
    }
}
