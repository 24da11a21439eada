/// Help for expressions that write patches.
///
/// Upstream: kubernetes apiserver/pkg/cel/library/jsonpatch.go.
extension FunctionTable {
    mutating func addPatches() {
        // A key as a JSON pointer has it: RFC 6901, section 3.
        add("jsonpatch.escapeKey", [.string], .string) { arguments, budget throws(CELError) in
            let key = arguments[0].string ?? ""
            try budget.spend(reading: key.utf8.count)
            return .string(
                key.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined())
        }
    }
}
