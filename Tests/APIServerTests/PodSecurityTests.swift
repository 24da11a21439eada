import API
import Simulation
import Testing

@testable import APIServer

@Suite("Pod security")
struct PodSecurityTests {
    private static let namespaces = "/api/v1/namespaces"
    private static let restricted =
        "violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"p\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"p\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"p\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"p\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")"

    private static func pod(_ context: Value = [:]) -> Value {
        [
            "metadata": ["name": "p"],
            "spec": [
                "containers": [["name": "p", "image": "nginx", "securityContext": context]]
            ],
        ]
    }

    private static let hardened: Value = [
        "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]],
        "runAsNonRoot": true, "seccompProfile": ["type": "RuntimeDefault"],
    ]

    @Test("a namespace's labels decide which pods may be created in it")
    func levels() throws {
        try TestServer().run { server in
            let labels: Value = ["pod-security.kubernetes.io/enforce": "restricted"]
            try await server.create(
                Self.namespaces, ["metadata": ["name": "psa", "labels": labels]])
            try await server.create(
                "/api/v1/namespaces/psa/serviceaccounts", ["metadata": ["name": "default"]])
            try await server.simulation.sleep(for: .milliseconds(1))
            let pods = "/api/v1/namespaces/psa/pods"
            #expect(
                try await server.failure("POST", pods, Self.pod())?.message
                    == "pods \"p\" is forbidden: " + Self.restricted)
            #expect(try await server.failure("POST", pods, Self.pod(Self.hardened)) == nil)
            let wrong = try await server.failure(
                "PATCH", "/api/v1/namespaces/psa",
                ["metadata": ["labels": ["pod-security.kubernetes.io/enforce": "nonsense"]]],
                contentType: MediaType.mergePatch)
            #expect(
                wrong?.message
                    == "Namespace \"psa\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"nonsense\": must be one of privileged, baseline, restricted"
            )
        }
    }

    @Test(
        "each rule names what is wrong",
        arguments: [
            (
                ["hostNetwork": true, "hostPID": true],
                "host namespaces (hostNetwork=true, hostPID=true)"
            ),
            (
                ["volumes": [["name": "v", "hostPath": ["path": "/"]]]],
                "hostPath volumes (volume \"v\")"
            ),
            (
                [
                    "containers": [
                        ["name": "a", "ports": [["containerPort": 80, "hostPort": 80]]],
                        ["name": "b", "ports": [["containerPort": 81, "hostPort": 81]]],
                    ]
                ], "hostPort (containers \"a\", \"b\" use hostPorts 80, 81)"
            ),
            (
                [
                    "containers": [
                        [
                            "name": "a",
                            "securityContext": ["capabilities": ["add": ["NET_ADMIN", "CHOWN"]]],
                        ]
                    ]
                ],
                "non-default capabilities (container \"a\" must not include \"NET_ADMIN\" in securityContext.capabilities.add)"
            ),
            (
                ["securityContext": ["sysctls": [["name": "kernel.msgmax", "value": "1"]]]],
                "forbidden sysctls (kernel.msgmax)"
            ),
            (
                ["securityContext": ["seccompProfile": ["type": "Unconfined"]]],
                "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")"
            ),
        ] as [(Value, String)])
    func baseline(spec: Value, text: String) {
        let violations = PodSecurityChecks.violations(of: ["spec": spec], level: .baseline)
        #expect(violations.map(\.text) == [text])
    }

    @Test("restricted allows what is hardened, and no volume of the node")
    func restrictedRules() {
        #expect(
            PodSecurityChecks.violations(of: Self.pod(Self.hardened), level: .restricted).isEmpty)
        var pod = Self.pod(Self.hardened)
        pod["spec"]["volumes"] = [["name": "v", "nfs": ["server": "s", "path": "/"]]]
        #expect(
            PodSecurityChecks.violations(of: pod, level: .restricted).map(\.text)
                == [
                    "restricted volume types (volume \"v\" uses restricted volume type \"nfs\")"
                ])
    }
}
