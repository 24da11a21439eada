import PodNetwork
import Simulation
import Testing

@testable import ContainerRuntime

@Suite("NodeRuntime")
struct NodeRuntimeTests {
    @Test("a container runs to its end and leaves an exit code and a log")
    func runsToTheEnd() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["fail"])
            try await simulation.sleep(for: .seconds(1))
            let status = try #require(runtime.containerStatus(id))
            #expect(status.state == .exited)
            #expect(status.exitCode == 3)
            #expect(status.reason == "Error")
            #expect(id.count == 64)
            let lines = try #require(runtime.log(id)).entries()
            #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["it broke\n"])
            #expect(lines.first?.stream == .standardError)
        }
    }

    @Test("sleep as process 1 ignores SIGTERM and is killed after its grace period")
    func graceEnds() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["sleep", "9999"])
            let before = simulation.now
            await runtime.stopContainer(id, gracePeriod: .seconds(30))
            #expect(before.duration(to: simulation.now) == .seconds(30))
            #expect(runtime.containerStatus(id)?.exitCode == 137)
        }
    }

    @Test("a program that handles SIGTERM ends when it likes")
    func politeEnd() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["polite"])
            try await simulation.sleep(for: .seconds(1))
            let before = simulation.now
            await runtime.stopContainer(id, gracePeriod: .seconds(30))
            #expect(before.duration(to: simulation.now) == .seconds(2))
            #expect(runtime.containerStatus(id)?.exitCode == 0)
            #expect(runtime.containerStatus(id)?.reason == "Completed")
        }
    }

    @Test("the environment is PATH, HOSTNAME, the pod's variables, HOME")
    func environmentOrder() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["sleep", "9"]) {
                $0.environment = [("POD_NAME", "downward"), ("A", "1")]
            }
            let result = try await runtime.execSync(id, ["env"], timeout: .seconds(1))
            #expect(
                String(decoding: result.output, as: UTF8.self) == """
                    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
                    HOSTNAME=pod
                    POD_NAME=downward
                    A=1
                    HOME=/root

                    """)
        }
    }

    @Test("the curl image runs as its own user")
    func imageUser() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["sleep", "9"], image: "curlimages/curl")
            let user = try #require(runtime.container(id)?.machine?.user)
            #expect(user.name == "curl_user")
            #expect(user.id == 100)
            #expect(user.home == "/home/curl_user")
        }
    }

    @Test("a command that is not there fails as runc says it")
    func missingCommand() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["sleep", "9"])
            do {
                _ = try await runtime.execSync(id, ["foo"], timeout: .seconds(1))
                Issue.record("foo ran")
            } catch let failure as CRI.Failure {
                #expect(
                    failure.message.hasSuffix(
                        "OCI runtime exec failed: exec failed: unable to start container process: "
                            + "exec: \"foo\": executable file not found in $PATH: unknown"))
            }
            do {
                _ = try await fixture.start(["nope"])
                Issue.record("nope started")
            } catch let failure as CRI.Failure {
                #expect(failure.message.contains("error during container init: exec: \"nope\""))
            }
            #expect(runtime.containers(ofPod: "u").last?.exitCode == 128)
            #expect(runtime.containers(ofPod: "u").last?.reason == "StartError")
        }
    }

    @Test(
        "images that cannot be pulled are refused as containerd does",
        arguments: [
            (
                "nope",
                "failed to pull and unpack image \"docker.io/library/nope:latest\": failed to resolve "
                    + "reference \"docker.io/library/nope:latest\": pull access denied, repository "
                    + "does not exist or may require authorization: server message: "
                    + "insufficient_scope: authorization failed"
            ),
            (
                "busybox:v9",
                "rpc error: code = NotFound desc = failed to pull and unpack image "
                    + "\"docker.io/library/busybox:v9\": failed to resolve reference "
                    + "\"docker.io/library/busybox:v9\": docker.io/library/busybox:v9: not found"
            ),
        ])
    func unknownImage(name: String, text: String) throws {
        let fixture = try RuntimeFixture()
        try fixture.simulation.run {
            do {
                _ = try await fixture.runtime.pullImage(name)
                Issue.record("it was pulled")
            } catch let failure as CRI.Failure {
                #expect(failure.description == text)
            }
        }
    }

    @Test("image names are made whole")
    func references() {
        let names = [
            "busybox": "docker.io/library/busybox:latest",
            "luksa/kubia": "docker.io/luksa/kubia:latest",
            "registry.k8s.io/pause:3.9": "registry.k8s.io/pause:3.9",
            "localhost:5000/a/b": "localhost:5000/a/b:latest",
            "busybox@sha256:ab": "docker.io/library/busybox@sha256:ab",
        ]
        for (name, whole) in names { #expect(ImageReference(name)?.description == whole) }
        for wrong in ["", "Busybox", "a b", "x:", "/x", "a//b"] {
            #expect(ImageReference(wrong) == nil, "\(wrong)")
        }
    }

    @Test("stopping a sandbox kills what runs and frees the address")
    func sandboxStops() throws {
        let fixture = try RuntimeFixture()
        let (simulation, runtime) = (fixture.simulation, fixture.runtime)
        try simulation.run {
            let id = try await fixture.start(["sleep", "9999"])
            let sandbox = try #require(runtime.podSandboxes(ofPod: nil).first)
            #expect(sandbox.addresses.map(\.description) == ["10.244.244.211"])
            await runtime.stopPodSandbox(sandbox.id)
            #expect(runtime.containerStatus(id)?.state == .exited)
            #expect(runtime.podSandboxes(ofPod: nil).first?.isReady == false)
            runtime.removePodSandbox(sandbox.id)
            #expect(runtime.containers(ofPod: nil).isEmpty)
        }
    }
}
