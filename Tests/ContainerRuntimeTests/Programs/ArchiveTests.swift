import Encoding
import PodNetwork
import Simulation
import Testing

@testable import ContainerRuntime

@Suite("tar, gzip and programs that come in archives")
struct ArchiveTests {
    @Test("what tar packs it lists and unpacks, with modes, links and times")
    func roundTrip() throws {
        let box = try ShellMachine()
        let printed = try box.transcript(
            """
            mkdir -p a/b; echo one > a/x; echo two > a/b/y; chmod 750 a/b/y; ln -s x a/l
            tar -czf a.tgz a; tar -tzf a.tgz; mkdir c; tar -xf a.tgz -C c; cat c/a/b/y c/a/l
            ls -l c/a/b/y | cut -c1-10; tar -xzOf a.tgz a/x; tar -tf a.tgz a/b
            tar zxvf a.tgz --strip-components=1 a/x; ls -d x
            """)
        #expect(
            printed == """
                a/
                a/b/
                a/b/y
                a/l
                a/x
                two
                one
                -rwxr-x---
                one
                a/b/
                a/b/y
                a/x
                x

                """)
    }

    @Test("what kubectl cp asks of tar: -m makes files new, --no-same-permissions applies the mask")
    func copyOptions() throws {
        let box = try ShellMachine()
        let printed = try box.transcript(
            """
            echo one > x; chmod 777 x; touch -d @1000 x; tar -cf a.tar x; mkdir c d
            tar -xmf - -C c < a.tar; tar --no-same-permissions --no-same-owner -xf - -C d < a.tar
            [ c/x -nt x ] && echo new; ls -l c/x d/x | cut -c1-10
            """)
        #expect(printed == "new\n-rwxrwxrwx\n-rwxr-xr-x\n")
    }

    @Test("a long listing has GNU tar's columns")
    func longListing() throws {
        let box = try ShellMachine()
        try box.machine.files.setModified("/work/box", SimulatedInstant(secondsSinceEpoch: 0))
        let printed = try box.transcript(
            "echo 12345 > x; touch -d '2022-02-01 16:44:00' x; tar -cf - x | tar -tv")
        #expect(printed == "-rw-r--r-- root/root         6 2022-02-01 16:44 x\n")
    }

    @Test("bad archives are refused in GNU tar's words")
    func refusals() throws {
        let box = try ShellMachine()
        func check(_ script: String, _ expected: String) throws {
            #expect(try box.transcript(script) == expected, "\(script)")
        }
        let end = "tar: Error is not recoverable: exiting now\n[2]\n"
        let delayed = "tar: Exiting with failure status due to previous errors\n[2]\n"
        try check("tar -xf no.tar", "tar: no.tar: Cannot open: No such file or directory\n" + end)
        try check(
            "tar -zxf no.tgz",
            "tar (child): no.tgz: Cannot open: No such file or directory\n"
                + "tar (child): Error is not recoverable: exiting now\n"
                + "tar: Child returned status 2\n" + end)
        try check(
            "echo 'Not Found' > x.tgz; tar -zxf x.tgz",
            "\ngzip: stdin: not in gzip format\ntar: Child returned status 1\n" + end)
        try check("tar -xf x.tgz", "tar: This does not look like a tar archive\n" + delayed)
        try check(
            "tar -czf y.tgz x.tgz; head -c 40 y.tgz > z.tgz; tar -xzf z.tgz",
            "\ngzip: stdin: unexpected end of file\ntar: Unexpected EOF in archive\n" + end)
        try check("tar -xzf y.tgz nope", "tar: nope: Not found in archive\n" + delayed)
        try check(
            "tar -cf w.tar nope", "tar: nope: Cannot stat: No such file or directory\n" + delayed)
        try check(
            "tar -cf w.tar",
            "tar: Cowardly refusing to create an empty archive\n" + TarOptions.tryHelp + "[2]\n")
        try check("tar -Q", "tar: invalid option -- 'Q'\n" + TarOptions.tryHelp + "[64]\n")
        try check("gunzip x.tgz", "gunzip: x.tgz: unknown suffix -- ignored\n[1]\n")
    }

    @Test("a member cannot leave the directory that it is unpacked in")
    func escaping() throws {
        let box = try ShellMachine()
        let member = TarArchive.Member(
            name: "../../etc/evil", kind: .file, content: [1], mode: 0o644,
            modified: box.simulation.now)
        try box.machine.files.write("/work/box/e.tar", TarArchive(members: [member]).bytes)
        let printed = try box.transcript("tar -xf e.tar")
        #expect(printed.hasPrefix("tar: ../../etc/evil: Member name contains '..'\n"))
        #expect(!box.machine.files.exists("/etc/evil"))
    }

    @Test("an archive is no program, and a copy of a program is one if its mode says so")
    func executables() throws {
        let box = try ShellMachine()
        let printed = try box.transcript(
            """
            echo x > x; tar -czf x.tgz x; chmod +x x.tgz; ./x.tgz; echo $?
            cp /bin/echo ./say; ./say hello; chmod -x say; ./say hello; echo $?
            tar -czf say.tgz -C /bin echo; tar -xzf say.tgz; ./echo unpacked
            """, shell: "bash")
        #expect(
            printed == """
                bash: line 1: ./x.tgz: cannot execute binary file: Exec format error
                126
                hello
                bash: line 2: ./say: Permission denied
                126
                unpacked

                """)
    }

    @Test("curl -L follows to another host, and its meter has a row for each of them")
    func redirect() throws {
        let box = try ShellMachine()
        let far = box.network.makeHost(
            "far", addresses: [IPv4Address(20, 0, 0, 1)], distance: .milliseconds(40))
        let simulation = box.simulation
        let printed = try simulation.run {
            let listener = try far.listen(80)
            let server = HTTPServer(simulation) { request, _ in
                guard request.target == "/old" else {
                    return HTTPResponse(status: 200, body: Array("new\n".utf8))
                }
                return HTTPResponse(
                    status: 302, headers: HTTPHeaders([("Location", "http://20.0.0.1/new")]))
            }
            simulation.spawn("server") { await server.serve(listener) }
            let sink = CollectingSink(simulation)
            let script = "curl -L http://20.0.0.1/old -o f; cat f; curl -s http://20.0.0.1/old"
            let process = try box.start(["sh", "-c", script], output: sink, error: sink)
            _ = try await process.wait()
            listener.close()
            return sink.text
        }
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
        let idle = "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
        #expect(lines.count == 6)
        #expect(lines[2] == "\r\(idle)\r\(idle)")
        // Two connections of two round trips each to a host 40 ms away: a third of a second.
        #expect(
            lines[3] == "\r\(idle)\r"
                + "100     4  100     4    0     0     12      0 "
                + "--:--:-- --:--:-- --:--:--    12")
        #expect(lines[4] == "new")
    }

    @Test("the meter's numbers have five columns whatever they are")
    func amounts() {
        let expected = [
            (0, "    0"), (99_999, "99999"), (100_000, "  97k"), (10_239_999, "9999k"),
            (19_403_085, "18.5M"), (104_857_600, " 100M"),
        ]
        for (bytes, text) in expected { #expect(CurlMeter.amount(bytes) == text) }
    }
}
