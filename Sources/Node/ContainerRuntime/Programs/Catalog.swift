import Simulation

/// The families of programs, each with its names.
extension StandardPrograms {
    static let text: [(String, any Program)] = [
        ("cat", CatProgram()), ("head", HeadProgram()), ("tail", TailProgram()),
        ("grep", GrepProgram()), ("egrep", GrepProgram()), ("fgrep", GrepProgram()),
    ]

    static let fileTools: [(String, any Program)] = [
        ("ls", LsProgram()),
    ]

    static let system: [(String, any Program)] =
        BasicPrograms.all + [
            ("env", EnvProgram()), ("printenv", PrintenvProgram()), ("sleep", SleepProgram()),
            ("date", DateProgram()), ("hostname", HostnameProgram()), ("id", IDProgram()),
            ("uname", UnameProgram()),
        ]
}
