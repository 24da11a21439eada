import API
import Simulation
import Testing

@Suite("Cron's schedules")
struct CronScheduleTests {
    @Test(
        "the next time",
        arguments: [
            ("* * * * *", "2026-11-22T11:07:03Z", "2026-11-22T11:08:00Z"),
            ("* * * * *", "2026-11-22T11:08:00Z", "2026-11-22T11:09:00Z"),
            ("*/15 * * * *", "2026-11-22T11:46:00Z", "2026-11-22T12:00:00Z"),
            ("0/20 8-10 * * *", "2026-11-22T10:41:00Z", "2026-11-23T08:00:00Z"),
            ("30 2 29 feb *", "2026-11-22T00:00:00Z", "2028-02-29T02:30:00Z"),
            // 22 November 2026 is a Sunday.
            ("0 9 * * mon-fri", "2026-11-22T12:00:00Z", "2026-11-23T09:00:00Z"),
            ("0 0 1 * sun", "2026-11-22T12:00:00Z", "2026-11-29T00:00:00Z"),
            ("@hourly", "2026-12-31T23:30:00Z", "2027-01-01T00:00:00Z"),
            ("@every 90s", "2026-11-22T11:07:03Z", "2026-11-22T11:08:33Z"),
        ])
    func next(_ schedule: String, _ after: String, _ expected: String) throws {
        let start = try #require(CivilTime(rfc3339: after)).instant
        let next = try CronSchedule(schedule).next(after: start)
        #expect(next.map { CivilTime($0).rfc3339 } == expected, "\(schedule)")
    }

    @Test("a day that never comes is never due")
    func never() throws {
        let start = SimulatedInstant(secondsSinceEpoch: 0)
        #expect(try CronSchedule("0 0 30 2 *").next(after: start) == nil)
    }
}
