/// Reasons as sentences, in both languages.
extension Texts {
    private var isChinese: Bool { language == .chinese }

    /// One line without a mark before it.
    package func sentence(_ reason: Reason) -> String {
        isChinese ? chinese(reason) : english(reason)
    }

    // MARK: - English

    private func english(_ reason: Reason) -> String {
        switch reason {
        case .unknownCommand(let word, let near): "there is no command \(word)" + meant(near)
        case .wordOfHost(let word):
            "\(word) is a word of the master's prompt: Ctrl-D leaves the container"
        case .unknownVerb(let word, let near): "kubectl has no command \(word)" + meant(near)
        case .unknownResource(let word, let near):
            "the cluster has no kind of object called \(word)" + meant(near)
        case .unknownFlag(let flag): "the command has no flag \(flag); --help lists those it has"
        case .noSuchObject(let kind, let name, let wanted):
            wanted.map { "\(kind) \(name) is not there; the step is about \($0)" }
                ?? "\(kind) \(name) is not there (yet), or is in another namespace: kubectl get \(kind) -A"
        case .noSuchNamespace(let name):
            "the namespace \(name) does not exist; kubectl create namespace \(name) makes it"
        case .alreadyExists(let kind, let name):
            "\(kind) \(name) is there already: go on with it, or delete it first"
        case .noSuchFile(let name, let near):
            "there is no file \(name) here; ls shows what there is" + meant(near)
        case .forbidden(let user, let action): "\(user) may not do this: \(action)"
        case .unreachable: "the API server does not answer; does its container run?"
        default: englishDifference(reason)
        }
    }

    private func englishDifference(_ reason: Reason) -> String {
        switch reason {
        case .column(let column, let name, let found, let expected, let cause):
            "\(column) of \(name) is \(found), expected \(expected)" + because(cause, name)
        case .missingColumn(let column):
            "the column \(column) is missing: another form of output is wanted (-o wide, -A)"
        case .missingRow(let name): "\(name) is not in the list"
        case .extraRow(let name): "\(name) is in the list and should not be"
        case .field(let path, let found, nil): "\(path) is \(found ?? ""), and should not be there"
        case .field(let path, nil, let expected?): "\(path) is missing, expected \(expected)"
        case .field(let path, let found?, let expected?):
            "\(path) is \(found), expected \(expected)"
        case .variable(let name, nil, let expected):
            "the variable \(name) is not set, expected \(expected)"
        case .variable(let name, let found?, let expected):
            "the variable \(name) is \(found), expected \(expected)"
        case .exitCode(let found, let expected):
            "the command ended with exit code \(found), expected \(expected)"
        default: englishManifest(reason)
        }
    }

    private func englishManifest(_ reason: Reason) -> String {
        switch reason {
        case .manifestValue(let file, let line, let path, let found, let expected):
            "\(file) line \(line): \(path) is \(quoted(found)), in the lab's manifest \(quoted(expected))"
        case .manifestField(let file, let line, let path, let near):
            "\(place(file, line))there is no field \(path)" + meant(near.map { [$0] } ?? [])
        case .manifestLacks(let file, let path, let expected):
            "\(file) has no \(path)"
                + (expected.isEmpty ? "" : "; the lab's manifest has \(expected)")
        case .manifestInvalid(let file, let line, let path, let why):
            "\(place(file, line))\(path): \(why)"
        case .manifestSyntax(let file, let line, let hasTab):
            "\(file) line \(line) is no YAML: "
                + (hasTab
                    ? "indent with blanks, not with a tab" : "look at its indentation and colons")
        default: ""
        }
    }

    private func meant(_ near: [String]) -> String {
        if near.isEmpty { return "" }
        let words = near.joined(separator: isChinese ? " 或 " : " or ")
        return isChinese ? "; 是不是想用 \(words)?" : "; did you mean \(words)?"
    }

    private func quoted(_ value: String) -> String {
        if value.isEmpty { return isChinese ? "(空)" : "(empty)" }
        return value
    }

    private func place(_ file: String, _ line: Int?) -> String {
        if file.isEmpty { return "" }
        guard let line else { return "\(file): " }
        return isChinese ? "\(file) 第 \(line) 行: " : "\(file) line \(line): "
    }

    private func because(_ cause: Reason.Cause?, _ name: String) -> String {
        switch cause {
        case nil: ""
        case .notReady: ": a container is not ready yet; kubectl describe pod \(name) tells why"
        case .creating: ": the container is still being made; look again in a moment"
        case .pending: ": it runs on no node yet; kubectl describe pod \(name) tells why"
        case .imageMissing: ": the image cannot be pulled; is its name right?"
        case .crashing: ": its program fails; kubectl logs \(name) shows what it said"
        case .ended: ": its program has ended"
        case .terminating: ": it is being deleted; wait until it is gone"
        case .configuration:
            ": a ConfigMap or Secret that it names is missing; kubectl describe pod \(name)"
        case .podsNotReady: ": not all its pods are ready; kubectl get po shows them"
        case .nodeNotReady: ": its kubelet does not report; kubectl describe node \(name)"
        }
    }

    // MARK: - Chinese

    private func chinese(_ reason: Reason) -> String {
        switch reason {
        case .unknownCommand(let word, let near): "没有 \(word) 这个命令" + meant(near)
        case .wordOfHost(let word): "\(word) 只能在主节点的提示符下使用: 按 Ctrl-D 离开容器"
        case .unknownVerb(let word, let near): "kubectl 没有 \(word) 这个子命令" + meant(near)
        case .unknownResource(let word, let near): "集群里没有名为 \(word) 的资源类型" + meant(near)
        case .unknownFlag(let flag): "该命令没有选项 \(flag); 用 --help 查看可用选项"
        case .noSuchObject(let kind, let name, let wanted):
            wanted.map { "\(kind) \(name) 不存在; 这一步针对的是 \($0)" }
                ?? "\(kind) \(name) 还不存在, 或在别的命名空间里: kubectl get \(kind) -A"
        case .noSuchNamespace(let name):
            "命名空间 \(name) 不存在; 用 kubectl create namespace \(name) 创建"
        case .alreadyExists(let kind, let name): "\(kind) \(name) 已经存在: 直接继续, 或先删除它"
        case .noSuchFile(let name, let near): "这里没有文件 \(name); 用 ls 查看有哪些文件" + meant(near)
        case .forbidden(let user, let action): "\(user) 没有权限: \(action)"
        case .unreachable: "API 服务器没有响应; 它的容器在运行吗?"
        default: chineseDifference(reason)
        }
    }

    private func chineseDifference(_ reason: Reason) -> String {
        switch reason {
        case .column(let column, let name, let found, let expected, let cause):
            "\(name) 的 \(column) 是 \(found), 应为 \(expected)" + chineseCause(cause, name)
        case .missingColumn(let column): "缺少 \(column) 列: 需要另一种输出格式 (-o wide, -A)"
        case .missingRow(let name): "列表中没有 \(name)"
        case .extraRow(let name): "列表中多出了 \(name)"
        case .field(let path, let found, nil): "\(path) 是 \(found ?? ""), 不应出现"
        case .field(let path, nil, let expected?): "缺少 \(path), 应为 \(expected)"
        case .field(let path, let found?, let expected?): "\(path) 是 \(found), 应为 \(expected)"
        case .variable(let name, nil, let expected): "变量 \(name) 没有设置, 应为 \(expected)"
        case .variable(let name, let found?, let expected): "变量 \(name) 是 \(found), 应为 \(expected)"
        case .exitCode(let found, let expected): "命令的退出码是 \(found), 应为 \(expected)"
        default: chineseManifest(reason)
        }
    }

    private func chineseManifest(_ reason: Reason) -> String {
        switch reason {
        case .manifestValue(let file, let line, let path, let found, let expected):
            "\(file) 第 \(line) 行: \(path) 是 \(quoted(found)), 实验的清单里是 \(quoted(expected))"
        case .manifestField(let file, let line, let path, let near):
            "\(place(file, line))没有 \(path) 这个字段" + meant(near.map { [$0] } ?? [])
        case .manifestLacks(let file, let path, let expected):
            "\(file) 里缺少 \(path)" + (expected.isEmpty ? "" : "; 实验的清单里是 \(expected)")
        case .manifestInvalid(let file, let line, let path, let why):
            "\(place(file, line))\(path): \(why)"
        case .manifestSyntax(let file, let line, let hasTab):
            "\(file) 第 \(line) 行不是合法的 YAML: " + (hasTab ? "请用空格缩进, 不要用制表符" : "请检查缩进和冒号")
        default: ""
        }
    }

    private func chineseCause(_ cause: Reason.Cause?, _ name: String) -> String {
        switch cause {
        case nil: ""
        case .notReady: ": 容器还没有就绪; 用 kubectl describe pod \(name) 查看原因"
        case .creating: ": 容器还在创建, 请稍后再看"
        case .pending: ": 还没有在任何节点上运行; 用 kubectl describe pod \(name) 查看原因"
        case .imageMissing: ": 镜像拉取失败; 镜像名写对了吗?"
        case .crashing: ": 容器里的程序出错; 用 kubectl logs \(name) 查看输出"
        case .ended: ": 容器里的程序已经结束"
        case .terminating: ": 正在删除, 请等它消失"
        case .configuration:
            ": 它引用的 ConfigMap 或 Secret 不存在; 用 kubectl describe pod \(name) 查看"
        case .podsNotReady: ": 它的 Pod 没有全部就绪; 用 kubectl get po 查看"
        case .nodeNotReady: ": 它的 kubelet 没有上报; 用 kubectl describe node \(name) 查看"
        }
    }
}
