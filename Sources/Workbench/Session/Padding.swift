extension String {
    /// The text with blanks behind it until it has `width` characters; never shorter than it was.
    package func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
