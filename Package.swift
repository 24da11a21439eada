// swift-tools-version: 6.2
import PackageDescription

/// Every target is built under the same rules; a warning is an error so that main stays clean.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
    // An object's tree is read by every module; without this each look into it is a call.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// One component: a folder under `Sources/<tier>`, what it may import, and (by default) its tests,
/// which read the files of `testdata` where they lie.
func component(
    _ name: String, in tier: String, imports: [Target.Dependency] = [], tests: [String]? = [],
    testdata: [String] = []
) -> [Target] {
    var targets: [Target] = [
        .target(
            name: name, dependencies: imports, path: "Sources/\(tier)/\(name)",
            exclude: ["README.md"], swiftSettings: settings)
    ]
    if let tests {
        let siblings = tests.map { Target.Dependency(stringLiteral: $0) }
        targets.append(
            .testTarget(
                name: "\(name)Tests",
                dependencies: [.init(stringLiteral: name)] + imports + siblings,
                path: "Tests/\(name)Tests", exclude: testdata, swiftSettings: settings))
    }
    return targets
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOHTTP2", package: "swift-nio-http2"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let grpc: [Target.Dependency] = [
    .product(name: "GRPCCore", package: "grpc-swift-2"),
    .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
]
let websocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let niotls: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")

let machinery: [Target] =
    [
        .target(
            name: "TestSupport", path: "Tests/TestSupport", exclude: ["README.md"],
            swiftSettings: settings)
    ]
    + component("Simulation", in: "Machinery", tests: ["TestSupport"])
    + component("Encoding", in: "Machinery", imports: [crypto])
    + component("API", in: "Machinery", imports: ["Encoding", "Simulation"])
    + component("CEL", in: "Machinery", imports: ["API", "Encoding", "Simulation"])
    + component("PKI", in: "Machinery", imports: ["Encoding", "Simulation", crypto, x509, asn1])
    + component("Client", in: "Machinery", imports: ["API", "Simulation"])

let controlPlane: [Target] =
    component(
        "Raft", in: "ControlPlane", tests: ["RaftSimulation", "TestSupport"],
        testdata: ["testdata"])
    + component(
        "RaftSimulation", in: "ControlPlane", imports: ["Raft", "Simulation"], tests: nil)
    + component(
        "Etcd", in: "ControlPlane",
        imports: ["Encoding", "Raft", "Simulation", .product(name: "GRDB", package: "GRDB.swift")],
        tests: ["EtcdConformance", "TestSupport"], testdata: ["testdata"])
    + [
        // What any etcd promises; the tests of every implementation import it.
        .target(
            name: "EtcdConformance", dependencies: ["Etcd"], path: "Tests/EtcdConformance",
            exclude: ["README.md"], swiftSettings: settings)
    ]
    + component(
        "APIServer", in: "ControlPlane",
        imports: ["API", "CEL", "Encoding", "Etcd", "PKI", "Simulation"], tests: ["RequestFuzz"])
    + component(
        "RequestFuzz", in: "ControlPlane", imports: ["API", "Simulation"], tests: nil)
    + component(
        "ControllerManager", in: "ControlPlane",
        imports: ["API", "Client", "Encoding", "Simulation"],
        tests: ["APIServer", "Etcd", "PKI", "Scheduler"])
    + component("Scheduler", in: "ControlPlane", imports: ["API", "Client", "Simulation"])

let node: [Target] =
    component("PodNetwork", in: "Node", imports: ["Simulation"])
    + component(
        "ContainerRuntime", in: "Node",
        imports: ["Encoding", "PodNetwork", "PKI", "Simulation"], testdata: ["testdata"])
    + component(
        "Kubelet", in: "Node",
        imports: [
            "API", "Client", "ContainerRuntime", "Encoding", "PKI", "PodNetwork", "Simulation",
        ])
    + component("Proxy", in: "Node", imports: ["API", "Client", "PodNetwork", "Simulation"])

let addOns: [Target] =
    component("DNS", in: "AddOns", imports: ["API", "Client", "PodNetwork", "Simulation"])

let everyComponent: [Target.Dependency] = [
    "Simulation", "Encoding", "API", "PKI", "Client", "Etcd", "APIServer", "ControllerManager",
    "Scheduler",
    "PodNetwork", "ContainerRuntime", "Kubelet", "Proxy", "DNS",
]

let workbench: [Target] =
    component(
        "Kubectl", in: "Workbench", imports: ["API", "Client", "Encoding", "Simulation"])
    + component(
        "Etcdctl", in: "Workbench", imports: ["API", "Encoding", "Etcd", "Simulation"],
        testdata: ["testdata"])
    + component("Transcript", in: "Workbench")
    + component("Cluster", in: "Workbench", imports: everyComponent + ["Kubectl"])
    + component(
        "Gateway", in: "Workbench",
        imports: [
            "API", "APIServer", "CZlib", "Cluster", "Encoding", "PKI", "Simulation", websocket,
        ] + nio)
    + component(
        "EtcdGRPC", in: "Workbench",
        imports: ["Encoding", "Etcd", "PKI", "Simulation", niotls] + grpc + nio,
        tests: [
            "API", "Client", "Cluster", "EtcdConformance", "Etcdctl", "RealEtcd", "TestSupport",
        ],
        testdata: ["testdata"])
    + component(
        "RealEtcd", in: "Workbench",
        imports: ["Etcd", "EtcdGRPC", "Gateway", "PKI", "Simulation"] + nio, tests: nil)
    + component(
        "Session", in: "Workbench",
        imports: [
            "API", "Client", "Cluster", "ContainerRuntime", "Encoding", "Etcd", "Etcdctl",
            "Kubectl", "PKI", "PodNetwork", "Simulation",
        ])
    + component(
        "Labs", in: "Workbench",
        imports: [
            "API", "Cluster", "ContainerRuntime", "Encoding", "Kubectl", "Session", "Simulation",
            "Transcript",
        ])
    + component(
        "REPL", in: "Workbench",
        imports: [
            "API", "APIServer", "Cluster", "Labs", "ContainerRuntime", "Etcdctl", "Kubectl",
            "Session", "Simulation", "Transcript", "CReadline",
        ])
    + component(
        "Benchmarks", in: "Workbench",
        imports: [
            "API", "Client", "Cluster", "Etcd", "EtcdGRPC", "Gateway", "PKI", "RealEtcd",
            "Simulation",
        ] + nio,
        tests: nil)
    + [
        .systemLibrary(
            name: "CReadline", path: "Sources/Workbench/CReadline",
            providers: [.apt(["libreadline-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/Workbench/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .executableTarget(
            name: "kubarium",
            dependencies: [
                "Benchmarks", "Cluster", "Etcd", "EtcdGRPC", "Etcdctl", "Gateway", "Labs", "PKI",
                "RaftSimulation", "REPL", "RequestFuzz", "Session", "Simulation", "Transcript",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Workbench/kubarium", exclude: ["README.md"], swiftSettings: settings),
        .testTarget(name: "TidyTests", path: "Tests/TidyTests", swiftSettings: settings),
    ]

let package = Package(
    name: "kubarium",
    products: [.executable(name: "kubarium", targets: ["kubarium"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    ],
    targets: machinery + controlPlane + node + addOns + workbench,
    swiftLanguageModes: [.v6]
)
