"""The sentences of the judge."""

from __future__ import annotations

from derive.core.text import Text

RIGHT = Text("Right.", "正確。")
DEFINED = Text("Taken as the definition of {name}.", "視為 {name} 的定義。")
FOLLOWS = Text(
    "This follows correctly from an earlier mistake, so nothing more is taken off.",
    "由前面的錯誤正確推得，不再扣分。",
)
PAID_HERE = Text(
    "This follows correctly from an earlier mistake, for which the mark is taken off here.",
    "由前面的錯誤正確推得；該錯誤在此扣分。",
)
ROUNDED = Text(
    "It is right for the rounded numbers that were used; keep more digits on the way.",
    "以所用的近似值來說是對的；中間過程請多保留幾位數字。",
)
SECOND_READING = Text(
    "The formula can be read in two ways; brackets would make clear which is meant.",
    "這個式子有兩種讀法，加上括號會更清楚。",
)
LATER = Text(
    "It is the value after an update; write the update down before it, or say after how many.",
    "這是更新之後的值；請先寫出更新，或註明是第幾次更新之後。",
)
CORRECTED = Text("The line before does not lead to this.", "由上一行推不出這一行。")
NOT_CHECKED = Text("This could not be checked.", "無法檢查這一行。")
NOT_DECIDED = Text("No decision could be reached.", "無法判定。")
CONDITION = Text(
    "A condition in words is not judged; write it into the formula: 𝟏[z > 0], or ReLU'(z).",
    "無法判斷以文字寫的條件；請把條件寫進式子，例如 𝟏[z > 0] 或 ReLU'(z)。",
)
SAYS_NOTHING = Text(
    "This says nothing: both sides are the same.", "這一行沒有說明任何事：兩邊完全一樣。"
)
NOTHING_BEFORE = Text(
    "The line starts with =, but there is nothing before it that it goes on from.",
    "這一行以 = 開頭，但前面沒有可以接續的式子。",
)
WORDS_BEFORE = Text(
    "Words before = are not read; begin with what it is about, ∂L/∂w = …",
    "等號前的文字不會判讀；請以所求的量開頭，例如 ∂L/∂w = …",
)
NO_SUBJECT = Text(
    "The line does not say what it is about; begin it with the derivative, ∂L/∂w = …",
    "這一行沒有寫出求的是什麼；請以偏微分開頭，例如 ∂L/∂w = …",
)
IN_MATRICES = Text(
    "Whole layers in matrices are checked with “--level matrix”.",
    "以矩陣寫整層的推導請加上「--level matrix」檢查。",
)
NO_DEFINITION = Text("This definition is not accepted.", "不接受這個定義。")
ITSELF = Text("A name cannot be defined by itself.", "不能用名稱本身來定義自己。")
ALREADY = Text(
    "{name} already has a meaning in this answer; use another name.",
    "{name} 在這份答案中已經有定義了，請改用別的名稱。",
)
GIVEN = Text(
    "{name} is given; it keeps its meaning and its value.",
    "{name} 是已知的，不能改變它的意義或數值。",
)
TO_WORK_OUT = Text(
    "True, but it is not yet worked out what it comes to.", "這是對的，但還沒有算出結果。"
)
WRONG = Text(
    "This does not come to {target}. Check it part by part, from the marked place on.",
    "這不等於 {target}。請從標示的地方開始逐一檢查。",
)
WRONG_STEP = Text(
    "The two sides are not equal. Check it part by part, from the marked place on.",
    "兩邊不相等。請從標示的地方開始逐一檢查。",
)
SECOND = Text("And there is a second mistake.", "此外還有第二個錯誤。")
A_FACTOR = Text("one of the values of the forward pass", "前向傳遞中的一個值")
OR = Text("(It might also be: {titles}.)", "（也可能是：{titles}。）")


def joined(*sentences: Text | None) -> Text:
    """Return the sentences one after the other."""
    said = [sentence for sentence in sentences if sentence is not None]
    return Text(" ".join(each.en for each in said), "".join(each.zh for each in said))
