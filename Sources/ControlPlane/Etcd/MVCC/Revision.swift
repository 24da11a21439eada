/// A point in the history of the store: `main` counts transactions, `sub` the writes within one.
///
/// Clients only ever see `main`. Two puts of one transaction are `7.0` and `7.1`.
struct Revision: Hashable, Comparable, Sendable, CustomStringConvertible {
    var main: Int64
    var sub: Int64 = 0

    var description: String { "\(main).\(sub)" }

    static func < (left: Revision, right: Revision) -> Bool {
        left.main != right.main ? left.main < right.main : left.sub < right.sub
    }
}
