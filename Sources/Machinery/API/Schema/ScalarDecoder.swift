import Encoding
import Simulation

/// Checks scalars against their type and brings them into the form the API server stores.
///
/// Each function returns nil for a value that is in that form already.
enum ScalarDecoder {
    static func canonical(_ value: Value, _ type: FieldType) throws(TypeMismatch) -> Value? {
        switch (type, value) {
        case (.string, .string), (.bool, .bool), (.int64, .int), (.double, .int),
            (.double, .double),
            (.duration, .string), (.intOrString, .string), (.any, _):
            return nil
        case (.int32, .int(let number)), (.intOrString, .int(let number)):
            if Int32(exactly: number) != nil { return nil }
            throw outOfRange(value, number)
        case (.bytes, .string(let text)):
            if case .failure(let corruption) = Base64.decoded(text) {
                throw TypeMismatch(corruption.description)
            }
            return nil
        case (.quantity, _): return try quantity(value)
        case (.time, .string(let text)): return try time(text, fractionDigits: 0)
        case (.microTime, .string(let text)): return try time(text, fractionDigits: 6)
        case (.intOrString, _): throw TypeMismatch(given: value, expected: "int32")
        default: throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
        }
    }

    private static func outOfRange(_ value: Value, _ number: Int64) -> TypeMismatch {
        TypeMismatch(
            "json: cannot unmarshal number \(number) into Go value of type int32")
    }

    /// A number is as good as a text: `cpu: 1` is stored as `"1"`.
    private static func quantity(_ value: Value) throws(TypeMismatch) -> Value? {
        let text: String
        switch value {
        case .string(let given): text = given
        case .int(let number): text = String(number)
        case .double(let number): text = GoNumber.json(number)
        default: throw TypeMismatch(given: value, expected: "resource.Quantity")
        }
        do throws(QuantityError) {
            let canonical = try Quantity(parsing: text).description
            return value == .string(canonical) ? nil : .string(canonical)
        } catch {
            throw TypeMismatch(error.description)
        }
    }

    private static func time(_ text: String, fractionDigits: Int) throws(TypeMismatch) -> Value? {
        if fractionDigits == 0, isPlainUTC(text) { return nil }
        guard let time = CivilTime(rfc3339: text) else {
            let layout =
                fractionDigits > 0
                ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00"
            throw TypeMismatch(
                "parsing time \"\(text)\" as \"\(layout)\": cannot parse \"\(text)\" as \"2006\"")
        }
        let canonical = CivilTime(time.instant).rfc3339(fractionDigits: fractionDigits)
        return canonical == text ? nil : .string(canonical)
    }

    /// `2023-03-15T14:12:07Z`, the form of nearly every time there is, told without a parse.
    private static func isPlainUTC(_ text: String) -> Bool {
        let shape: StaticString = "0000-00-00T00:00:00Z"
        guard text.utf8.count == shape.utf8CodeUnitCount else { return false }
        for (index, byte) in text.utf8.enumerated() {
            let expected = shape.utf8Start[index]
            let isDigit = 0x30...0x39 ~= byte
            if 0x30...0x39 ~= expected ? !isDigit : byte != expected { return false }
        }
        let digits = text.utf8.map { Int($0) - 48 }
        let (month, day) = (digits[5] * 10 + digits[6], digits[8] * 10 + digits[9])
        let (hour, minute) = (digits[11] * 10 + digits[12], digits[14] * 10 + digits[15])
        return 1...12 ~= month && 1...28 ~= day && hour < 24 && minute < 60 && digits[17] < 6
    }
}
