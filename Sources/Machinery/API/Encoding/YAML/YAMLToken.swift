/// A place in a YAML text; lines and columns count from 0, columns in bytes.
struct YAMLMark: Hashable {
    var index = 0
    var line = 0
    var column = 0
}

/// What the scanner makes of the text, and where it begins.
struct YAMLToken {
    enum Kind: Equatable {
        case streamEnd
        case directive
        case documentStart
        case documentEnd
        case blockSequenceStart
        case blockMappingStart
        /// The end of a block collection: indentation fell back.
        case blockEnd
        case flowSequenceStart
        case flowSequenceEnd
        case flowMappingStart
        case flowMappingEnd
        /// `- `
        case blockEntry
        /// `,`
        case flowEntry
        /// `? `, or in front of a simple key.
        case key
        /// `: `
        case value
        case alias(String)
        case anchor(String)
        /// The tag in its written form: `!!str`, `!local`, `!<uri>`.
        case tag(String)
        case scalar(String, isPlain: Bool)
    }

    var kind: Kind
    var mark: YAMLMark
}
