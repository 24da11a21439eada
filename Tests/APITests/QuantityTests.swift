import Testing

@testable import API

@Suite("Quantity")
struct QuantityTests {
    @Test(
        "a quantity is written in its canonical form",
        arguments: [
            ("0", "0"), ("0.5", "500m"), ("1000m", "1"), ("1.5Gi", "1536Mi"), ("64Mi", "64Mi"),
            ("1024Ki", "1Mi"), ("1000k", "1M"), ("12e6", "12e6"), ("0.1Ki", "102400m"),
            ("-5m", "-5m"),
            ("100000n", "100u"), ("0.0000000001", "1n"), ("1E", "1E"), ("1e3", "1e3"),
            ("1500e3", "1500e3"),
            ("512", "512"), ("0.5Mi", "512Ki"), ("9223372036854775808", "9223372036854775807"),
            ("1e9999999", "9223372036854775807"), ("+7", "7"), ("1Ei", "1Ei"),
            ("100Ei", "9223372036854775807"),
        ])
    func canonical(text: String, expected: String) throws {
        #expect(try Quantity(parsing: text).description == expected)
    }

    @Test(
        "what is no quantity is refused in upstream's words",
        arguments: [
            "", "x", "1.2.3", "1 ", " 1", "one", "--1", ".", "1Gi ", "m",
        ])
    func refused(text: String) {
        #expect(throws: QuantityError.wrongFormat) { try Quantity(parsing: text) }
    }

    @Test("letters without a meaning are refused", arguments: ["1i", "1mm", "1KiB", "1e", "1Kib"])
    func suffixes(text: String) {
        #expect(Quantity(text) == nil || text == "1E")
    }

    @Test("amounts compare and add as numbers, however they are written")
    func arithmetic() throws {
        let half = try Quantity(parsing: "500m")
        #expect(half + half == Quantity(1))
        #expect((try Quantity(parsing: "1Gi") - Quantity(1)).value == 1_073_741_823)
        #expect(try Quantity(parsing: "1Ki") > Quantity(parsing: "1k"))
        #expect((Quantity.zero + (try Quantity(parsing: "64Mi"))).description == "64Mi")
        let huge = try Quantity(parsing: "9E")
        #expect((huge + huge).value == Int.max)
    }

    @Test("whole units and thousandths are rounded up")
    func rounding() throws {
        #expect(try Quantity(parsing: "1100m").value == 2)
        #expect(try Quantity(parsing: "15m").milliValue == 15)
        #expect(try Quantity(parsing: "1u").milliValue == 1)
        #expect(try Quantity(parsing: "9E").milliValue == Int.max)
    }

    @Test("the downward API counts cpu in thousandths and memory in units, rounded up")
    func downward() throws {
        let cpu = try Quantity(parsing: "15m")
        #expect(cpu.counted(in: nil, isCPU: true) == 1)
        #expect(cpu.counted(in: Quantity("1m"), isCPU: true) == 15)
        let memory = try Quantity(parsing: "4Mi")
        #expect(memory.counted(in: Quantity("1Ki"), isCPU: false) == 4096)
        #expect(memory.counted(in: Quantity("0"), isCPU: false) == 4_194_304)
        #expect(try Quantity(parsing: "100Ki").counted(in: Quantity("1Mi"), isCPU: false) == 1)
    }
}
