"""Sometimes the answer is not a neural network."""

from derive.core.text import Text
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "other_models",
    Text("another kind of model", "改用其他機器學習模型"),
    Text(
        "On tables, models such as XGBoost are sometimes better than a deep network.",
        "例如 XGBoost；在表格資料上，機器學習模型有時比 DNN 表現還好。",
    ),
    (VANISHING,),
    8,
    runs=False,
    reference="Chen & Guestrin 2016, KDD",
)
