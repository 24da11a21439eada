extension Texts {
    package var demoKeys: String {
        pick(
            "space pause   enter next   b back   t take over   q quit",
            "空格 暂停   回车 下一条   b 后退   t 接管   q 退出")
    }
    package var demoPaused: String { pick("paused", "已暂停") }
    package var demoTakenOver: String {
        pick(
            "the prompt is yours; resume or Ctrl-D gives it back",
            "现在由你输入; 输入 resume 或按 Ctrl-D 交还")
    }
    package var demoGoesOn: String { pick("the demonstration goes on", "演示继续") }
    package var demoOver: String { pick("this was the last step", "演示结束") }
    package var demoBack: String { pick("back to here", "已回到此处") }
    package func terminalTitle(_ name: String) -> String {
        name.isEmpty ? pick("first terminal", "第一个终端") : pick("terminal \(name)", "终端 \(name)")
    }
}
