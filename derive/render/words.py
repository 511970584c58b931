"""The sentences around a worked solution: headings, where a factor comes from, what was saved."""

from __future__ import annotations

from derive.core.derivation import Phase
from derive.core.text import Text

PHASES = {
    Phase.FORWARD: Text("Forward pass", "前向傳遞"),
    Phase.BACKWARD: Text("Backward pass", "反向傳遞"),
    Phase.UPDATE: Text("Update", "更新參數"),
}
ABOUT = {
    Phase.FORWARD: Text(
        "From the inputs to the loss; every value is computed once and kept.",
        "由輸入算到損失函數；每個值只算一次，並記錄下來。",
    ),
    Phase.BACKWARD: Text(
        "From the loss back to the parameters by the chain rule; what was already computed is "
        "read again.",
        "用連鎖律由損失函數往回推到各參數；算過的部分直接取用。",
    ),
    Phase.UPDATE: Text(
        "Every parameter takes one step against its gradient.", "每個參數往梯度的反方向走一步。"
    ),
}
OFF = Text(
    "This path is off here: the derivative is 0, so nothing flows back along it.",
    "這條路徑在此不通：微分為 0，梯度不會沿它往回傳。",
)
PROOF = Text("Why: {name} from the definition", "證明：由定義推導 {name}")
COMPUTED_IN = Text("computed in step {step}", "見第 {step} 步")
ALREADY = Text("already computed in step {step}", "第 {step} 步已算過，直接取用")
WHERE_FROM = Text("{place} ({origin})", "{place}（{origin}）")
READ_AGAIN = Text("kept: read again in steps {steps}", "記錄下來：第 {steps} 步會再用到")
SHAPES = Text("shapes: {shapes}", "形狀：{shapes}")
FROM_FORWARD = Text("from the forward pass", "來自前向傳遞")
FROM_BACKWARD = Text("from the backward pass", "來自反向傳遞")
TABLE = Text("grad_table", "grad_table")
TABLE_HEAD = (
    Text("step", "步驟"),
    Text("partial", "微分項"),
    Text("formula", "式子"),
    Text("value", "值"),
)
CERTIFICATE = Text("Certificate", "驗證")
COST = Text("Arithmetic operations", "運算次數")
COST_ROWS = (
    Text("forward pass", "前向傳遞"),
    Text("backward pass, every partial computed once (cached)", "反向傳遞（每個偏微分只算一次）"),
    Text("chain rule path by path, nothing kept", "逐條路徑用連鎖律（不記錄）"),
)
COST_NOTE = Text(
    "The deeper the network, the more paths there are, and the more the cache saves.",
    "網路越深，路徑越多，記錄下來能省的計算就越多。",
)
