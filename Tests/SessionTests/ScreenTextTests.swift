import Testing

@testable import Session

@Suite("What a screen shows")
struct ScreenTextTests {
    @Test("what follows a carriage return is written over what stood before it")
    func carriageReturn() {
        #expect("head\n\r  0\r 50\r100\nend".withoutTerminalCodes == "head\n100\nend")
        #expect("a\r\nb\r\n".withoutTerminalCodes == "a\nb\n")
        #expect("kept\r".withoutTerminalCodes == "kept")
        #expect("\u{1b}[31mred\u{1b}[0m\r\n".withoutTerminalCodes == "red\n")
    }
}
