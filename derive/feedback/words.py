"""What is said about a report as a whole, and what its signs mean."""

from __future__ import annotations

from derive.check.report import Finding
from derive.core.text import Text

# a sign for those who do not see the colour, what it is called, and what it means
VERDICTS: dict[Finding, tuple[str, Text, Text]] = {
    Finding.CORRECT: ("✓", Text("right", "正確"), Text("This is true.", "這一行正確。")),
    Finding.FOLLOWS: (
        "↳",
        Text("follows from an earlier mistake", "沿用前面的錯誤"),
        Text(
            "Not true, but rightly worked out from an earlier mistake, which is not counted again.",
            "結果不對，但由前面的錯誤正確推得，不再扣分。",
        ),
    ),
    Finding.KNOWN_MISTAKE: (
        "✗",
        Text("mistake", "錯誤"),
        Text("A new mistake was made here.", "這裡出現新的錯誤。"),
    ),
    Finding.WRONG: (
        "✗",
        Text("wrong", "不正確"),
        Text(
            "This is not true, and the program cannot say which mistake it is.",
            "這一行不正確，程式無法判斷是哪一種錯誤。",
        ),
    ),
    Finding.UNREADABLE: (
        "?",
        Text("not readable", "無法讀取"),
        Text(
            "The program cannot read this line; it was not marked as wrong.",
            "程式讀不懂這一行，沒有當成錯誤。",
        ),
    ),
    Finding.UNDECIDED: (
        "?",
        Text("not judged", "未判斷"),
        Text(
            "The program did not judge this line; it was not marked as wrong.",
            "程式沒有判斷這一行，沒有當成錯誤。",
        ),
    ),
}

LINE = Text("line {line}", "第 {line} 行")
NOTHING = Text("There is no formula in this answer.", "這份答案裡沒有算式。")
NOT_ANSWERED = Text("not answered", "未作答")
MARKS = Text("Marks: {marks} of {most}", "得分：{marks} / {most}")
OF = Text("{marks} of {most}", "{marks} / {most}")
AGAIN = Text(
    "Seed {seed}: with it every verdict comes out the same.",
    "亂數種子 {seed}：用同一個種子可重現所有判定。",
)
