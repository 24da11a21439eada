/// The conditions of `[[ ]]`.
extension Interpreter {
    func evaluate(_ condition: Condition, _ io: Descriptors) async throws -> Bool {
        switch condition {
        case .word(let word): return try await !singleText(word, io).isEmpty
        case .not(let inner): return try await !evaluate(inner, io)
        case .both(let left, let right):
            guard try await evaluate(left, io) else { return false }
            return try await evaluate(right, io)
        case .either(let left, let right):
            if try await evaluate(left, io) { return true }
            return try await evaluate(right, io)
        case .unary(let flag, let word):
            return try test([flag, try await singleText(word, io)])
        case .binary(let left, let sign, let right):
            let value = try await singleText(left, io)
            switch sign {
            case "=", "==": return Glob(try await pattern(right, io)).matches(value)
            case "!=": return Glob(try await pattern(right, io)).matches(value) == false
            case "=~":
                let expression = try await singleText(right, io)
                do throws(RegularExpression.Failure) {
                    return try RegularExpression(expression, syntax: .extended).firstMatch(
                        in: value.bytes) != nil
                } catch {
                    throw ShellFailure("\(expression): \(error.text)", status: 2, isFatal: false)
                }
            default: return try test([value, sign, try await singleText(right, io)])
            }
        }
    }

    private func test(_ words: [String]) throws -> Bool {
        do throws(TestExpression.Failure) {
            return try TestExpression.evaluate(words, process)
        } catch {
            throw ShellFailure(error.text, status: 2, isFatal: false)
        }
    }
}
