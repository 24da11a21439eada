import ContainerRuntime
import Simulation
import Testing

@testable import Session

@Suite("Timeline")
struct TimelineTests {
    private static let start = SimulatedInstant(nanosecondsSinceEpoch: 1_678_918_200_000_000_000)

    /// Two members, one cut off: the other is elected, the first one follows when it is heard again.
    private static var story: Timeline {
        var story = Timeline(members: ["etcd1", "etcd2"])
        func at(_ milliseconds: Int, _ event: Timeline.Event) {
            story.note(event, at: start.advanced(by: .milliseconds(milliseconds)))
        }
        at(0, .member("etcd1", .init(.leader, term: 2, last: 7, committed: 7)))
        at(0, .member("etcd2", .init(.follower, term: 2, last: 7, committed: 6)))
        at(50, .member("etcd2", .init(.follower, term: 2, last: 7, committed: 7)))
        at(2000, .fault("partition etcd1 | etcd2"))
        at(3250, .member("etcd2", .init(.candidate, term: 3, last: 7, committed: 7)))
        at(3262, .member("etcd2", .init(.leader, term: 3, last: 8, committed: 7)))
        at(4000, .fault("heal"))
        at(4100, .member("etcd1", .init(.down, term: 2, last: 9, committed: 7)))
        return story
    }

    @Test("each turn is a line, logs that only grow are none")
    func text() {
        #expect(
            Self.story.text(secondsFromUTC: 0) == """
                TIME          etcd1           etcd2
                22:10:00      leader 2 7/7    follower 2 7/7
                22:10:02      -- partition etcd1 | etcd2
                              leader 2 7/7    follower 2 7/7
                22:10:03.250  leader 2 7/7    candidate 3 7/7
                22:10:03.262  leader 2 7/7    leader 3 8/7
                22:10:04      -- heal
                              leader 2 7/7    leader 3 8/7
                22:10:04.100  down            leader 3 8/7

                """)
    }

    @Test("the picture has a lane for each member and a line for each fault")
    func picture() {
        let svg = Self.story.svg(secondsFromUTC: 0)
        #expect(svg.hasPrefix("<svg xmlns="))
        #expect(svg.hasSuffix("</svg>\n"))
        #expect(svg.split(separator: "stroke-dasharray").count == 3)
        #expect(svg.contains(">partition etcd1 | etcd2</text>"))
        // Six turns of two members, the background, the legend.
        #expect(svg.split(separator: "<rect ").count - 1 == 6 * 2 + 1 + 4)
    }
}
