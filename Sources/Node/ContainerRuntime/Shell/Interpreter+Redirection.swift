import Simulation

/// Redirections.
extension Interpreter {
    /// The descriptors after redirections, done from left to right.
    func redirect(_ redirections: [Redirection], _ io: Descriptors) async throws -> Descriptors {
        var result = io
        for redirection in redirections {
            let target = try await singleText(redirection.target, io)
            switch redirection.kind {
            case .text:
                result.set(
                    redirection.descriptor, to: FixedSource(process.simulation, target.bytes))
            case .read, .readWrite:
                do throws(FileError) {
                    result.set(redirection.descriptor, to: try process.openForReading(target))
                } catch {
                    throw ShellFailure(state.dialect.cannotOpen(target, error), status: 1)
                }
            case .write: try open(target, appends: false, [redirection.descriptor], &result)
            case .append: try open(target, appends: true, [redirection.descriptor], &result)
            case .both(let appends): try open(target, appends: appends, [1, 2], &result)
            case .duplicate: try duplicate(redirection.descriptor, target, &result)
            }
        }
        return result
    }

    private func open(
        _ target: String, appends: Bool, _ numbers: [Int], _ io: inout Descriptors
    ) throws {
        // Devices that stand for a descriptor keep what it is, a terminal too.
        let same = ["/dev/stdout": 1, "/dev/stderr": 2, "/dev/fd/1": 1, "/dev/fd/2": 2][target]
        if let same {
            for number in numbers { _ = io.duplicate(same, as: number) }
            return
        }
        do throws(FileError) {
            let sink = try process.openForWriting(target, appends: appends, mask: state.mask)
            for number in numbers { io.set(number, to: sink) }
        } catch {
            throw ShellFailure(state.dialect.cannotCreate(target, error), status: 1)
        }
    }

    private func duplicate(_ number: Int, _ target: String, _ io: inout Descriptors) throws {
        if target == "-" { return io.close(number) }
        guard let other = Int(target) else {
            throw ShellFailure("syntax error: bad fd number", status: 2)
        }
        guard io.duplicate(other, as: number) else {
            throw ShellFailure(
                state.dialect.isBash
                    ? "\(other): Bad file descriptor"
                    : "\(other): Bad file descriptor",
                status: 1)
        }
    }
}
