"""The words on the pages for students and for the teacher."""

from __future__ import annotations

from derive.core.text import Text

# how an answer to one question did: a sign, and the words
STATES: dict[str, tuple[str, Text]] = {
    "full": ("✓", Text("right", "正確")),
    "part": ("◐", Text("partly right", "部分正確")),
    "none": ("✗", Text("no marks", "未得分")),
    "missing": ("–", Text("not answered", "未作答")),
    "open": ("?", Text("not judged", "未判斷")),
}

MARKS = Text("Marks", "得分")
LINES = Text("Line by line", "逐行檢查")
LINE = Text("Line {line}", "第 {line} 行")
LINE_OF = Text("{file}, line {line}", "{file} 第 {line} 行")
ASKED = Text("Asked", "題目")
RESULT = Text("Result", "結果")
LEFT_OPEN = Text(
    "Some lines could not be read or judged. They have not been counted as wrong; your teacher can "
    "look at them.",
    "有些行無法讀取或判斷，沒有當成錯誤；老師可以再查看。",
)
NO_LINES = Text("There is no formula in this answer.", "這份答案裡沒有算式。")
LEGEND = Text("What the signs mean", "符號說明")
NOT_CHECKED = Text("Not checked", "未檢查")
NOT_CHECKED_WHY = Text(
    "The program did not check this answer; that does not mean that it is wrong.",
    "程式沒有檢查這份答案；這不表示答案是錯的。",
)
CONTINUED = Text("The same line, further on", "同一行的其他算式")

CLASS = Text("Class results", "全班結果")
STUDENTS = Text("{count} students", "{count} 位學生")
ONE_STUDENT = Text("1 student", "1 位學生")
CHECKED = Text("{checked} of {count} checked", "{count} 份中已檢查 {checked} 份")
MEAN = Text("mean {mean} of {most} marks", "平均 {mean} 分，滿分 {most} 分")
MEDIAN = Text("median {median}", "中位數 {median}")
DISTRIBUTION = Text("Marks in the class", "分數分布")
TIMES = Text("Students", "人數")
STEPS = Text("Marks for each step", "各步驟得分")
MEAN_HEAD = Text("Mean", "平均")
MISTAKES = Text("Which mistakes", "錯誤種類")
MISTAKE = Text("Mistake", "錯誤")
AT_STEP = Text("At which step, how many", "所在步驟與人數")
MORE = Text("{count} more steps", "另外 {count} 個步驟")
WHO = Text("Who", "學生")
NO_MISTAKES = Text("No mistake was found.", "沒有發現錯誤。")
UNNAMED = Text("a mistake without a name", "未歸類的錯誤")
MAP = Text("Everybody at a glance", "全班一覽")
STUDENT = Text("Student", "學生")
TOTAL = Text("Total", "總分")
OPEN = Text("For a person to look at", "需要人工查看")
OPEN_WHY = Text(
    "The program could not read or judge these lines; it has not counted them as wrong.",
    "程式無法讀取或判斷這些行，沒有當成錯誤。",
)
REASON = Text("Why", "原因")
RUN = Text("To get the same results again", "重現相同結果")
SEED = Text(
    "Seed {seed}, program {program}. Whoever knows the seed could fit a wrong answer to it, so "
    "keep it from students until all answers are in.",
    "亂數種子 {seed}，程式 {program}。知道種子的人可能湊出錯誤卻能通過的答案，"
    "所有答案收齊前請勿告訴學生。",
)
