/// A port or an amount that is either a number or a text: `8080`, `http`, `25%`.
package enum IntOrString: Hashable, Sendable, CustomStringConvertible {
    case int(Int)
    case string(String)

    /// Nil if the tree holds neither.
    package init?(_ value: Value) {
        if let number = value.int {
            self = .int(number)
        } else if let text = value.string {
            self = .string(text)
        } else {
            return nil
        }
    }

    package var value: Value {
        switch self {
        case .int(let number): .int(Int64(number))
        case .string(let text): .string(text)
        }
    }

    package var description: String {
        switch self {
        case .int(let number): String(number)
        case .string(let text): text
        }
    }

    /// The number, or of a percentage that share of `total`; nil if the text is no percentage.
    ///
    /// Upstream: kubernetes apimachinery/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent.
    package func scaled(to total: Int, roundsUp: Bool) -> Int? {
        switch self {
        case .int(let number): return number
        case .string(let text):
            guard text.hasSuffix("%"), let percent = Int32(text.dropLast()) else { return nil }
            let (product, overflow) = Int(percent).multipliedReportingOverflow(by: total)
            if overflow { return nil }
            let quotient = product / 100
            return roundsUp && product % 100 > 0 ? quotient + 1 : quotient
        }
    }
}

// MARK: - Members of further types

extension ValueView {
    package subscript(name: String) -> IntOrString? {
        get { value[name].flatMap { IntOrString($0) } }
        set { value[name] = newValue?.value }
    }
    /// Nil if absent or if the text is no quantity.
    package subscript(name: String) -> Quantity? {
        get { value[name].flatMap { Quantity($0) } }
        set { value[name] = newValue.map { .string($0.description) } }
    }
    /// Resources by name: `cpu`, `memory`, `example.com/gpu`.
    package subscript(name: String) -> [String: Quantity] {
        get {
            var quantities: [String: Quantity] = [:]
            for (resource, amount) in value[name].object ?? Object() {
                quantities[resource] = Quantity(amount)
            }
            return quantities
        }
        set {
            let texts = newValue.mapValues(\.description)
            value[name] = texts.isEmpty ? nil : Value(stringMap: texts)
        }
    }
    package subscript(name: String) -> [Int] {
        get { value[name].array?.compactMap(\.int) ?? [] }
        set { value[name] = newValue.isEmpty ? nil : .array(newValue.map { .int(Int64($0)) }) }
    }
}

extension Array {
    /// Puts `element` where `isOld` says its predecessor is, or at the end; nil only removes that.
    mutating func replace(_ element: Element?, where isOld: (Element) -> Bool) {
        guard let index = firstIndex(where: isOld) else {
            if let element { append(element) }
            return
        }
        if let element { self[index] = element } else { remove(at: index) }
    }
}
