extension LinearPattern {
    /// The parts of `text` that match, from the left, at most `limit`; of several that begin at one
    /// place, the one that comes first in the pattern's own order.
    package func finds(in text: String, limit: Int = .max) -> [String] {
        let scalars = text.unicodeScalars.map(\.value)
        var found: [String] = []
        var start = 0
        while start <= scalars.count, found.count < limit {
            guard let end = end(ofMatchAt: start, in: scalars) else {
                start += 1
                continue
            }
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[start..<end].compactMap(Unicode.Scalar.init))
            found.append(String(part))
            start = max(end, start + 1)
        }
        return found
    }
}
