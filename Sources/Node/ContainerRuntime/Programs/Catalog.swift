import Simulation

/// The families of programs, each with its names.
extension StandardPrograms {
    static let text: [(String, any Program)] =
        [
            ("cat", CatProgram()), ("head", HeadProgram()), ("tail", TailProgram()),
            ("grep", GrepProgram()), ("egrep", GrepProgram()), ("fgrep", GrepProgram()),
            ("sort", SortProgram()), ("sed", SedProgram()), ("expr", ExprProgram()),
            ("xargs", XargsProgram()),
        ] + SmallTextPrograms.all + EncodingPrograms.all

    static let fileTools: [(String, any Program)] =
        [
            ("ls", LsProgram()), ("cp", CopyProgram(moves: false)),
            ("mv", CopyProgram(moves: true)),
            ("find", FindProgram()), ("tar", TarProgram()), ("gzip", GzipProgram()),
            ("gunzip", GzipProgram()), ("zcat", GzipProgram()),
        ] + FilePrograms.all + PathPrograms.all

    static let system: [(String, any Program)] =
        BasicPrograms.all + [
            ("env", EnvProgram()), ("printenv", PrintenvProgram()), ("sleep", SleepProgram()),
            ("date", DateProgram()), ("hostname", HostnameProgram()), ("id", IDProgram()),
            ("uname", UnameProgram()),
        ] + ProcessPrograms.all
}

extension StandardPrograms {
    static let network: [(String, any Program)] =
        [
            ("curl", CurlProgram()), ("wget", WgetProgram()), ("kubia", KubiaProgram()),
            ("nginx", NginxProgram()), ("pause", PauseProgram()), ("agnhost", AgnhostProgram()),
            ("nslookup", NslookupProgram()),
        ] + NetworkPrograms.all
}
