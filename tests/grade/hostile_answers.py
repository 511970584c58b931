"""Answers written to do harm, by class.  None of them may run, hang, or break anything."""

_MERSENNE = 2**61 - 1
TARGET = "dL/dw_{3,1} = (\\hat{y} - y) h_1"

ANSWERS = {
    # code
    "import": "__import__('os').system('touch OWNED')",
    "subclasses": "().__class__.__base__.__subclasses__()[0].__init__.__globals__",
    "subclasses in a formula": "dL/dw_{3,1} = ().__class__.__mro__[1].__subclasses__()",
    "eval": "dL/dw_{3,1} = eval('1+1')",
    "lambda": "L = (lambda: open('OWNED','w'))()",
    "attribute": "dL/dw_{3,1} = y.__class__",
    "sympy names": "S = N(Q, beta(test(E, I, oo, zoo)))",
    "backticks": "`touch OWNED` = $(touch OWNED)",
    # templates, format strings, markup
    "jinja": "{{ cycler.__init__.__globals__.os.popen('touch OWNED').read() }} = 1",
    "jinja block": "{% for x in range(10**9) %}{% endfor %}",
    "format": "{0.__class__} = {line} {name} %s %n %(x)s",
    "script": "<script>alert(1)</script> dL/dw_{3,1} = 1",
    "attribute of a tag": "\"><img src=x onerror=alert(1)> = 1",
    "markdown link": "[x](javascript:alert(1)) = 1",
    "style": "</style></title><base href=//evil> = 1",
    # LaTeX
    "input": "\\input{/etc/passwd} = 1",
    "write18": "\\immediate\\write18{touch OWNED} = 1",
    "def": "\\def\\x{\\x\\x}\\x = 1",
    "csname": "\\csname end\\endcsname = \\catcode`\\@=11",
    "end of document": "\\end{document}\\end{verbatim} = 1",
    # size
    "tower": "9**9**9**9 = 10^{10^{10}}",
    "nested powers": "x_1" + "^{x_1" * 60 + "}" * 60 + " = 1",
    "power of a power": "dL/dw_{3,1} = ((((x_1^{64})^{64})^{64})^{64})^{64}",
    "factorial": "factorial(1000000000) = 1000000000!",
    "digits": "dL/dw_{3,1} = " + "9" * 3900,
    "exponent": "dL/dw_{3,1} = 1e999999999",
    "sum": "dL/dw_{3,1} = \\sum_{i=1}^{1000000000} i",
    "nested sums": "\\sum_{i=1}^{64}" * 40 + " i = 1",
    "terms": "dL/dw_{3,1} = " + " + ".join(["x_1 w_{3,1}"] * 300),
    "factors": "dL/dw_{3,1} = " + "(x_1 + x_2 + y)" * 250,
    "expansion": "dL/dw_{3,1} = (x_1 + x_2 + y)^{64}",
    "many lines": "\n".join([TARGET] * 400),
    "more lines": "\n".join([TARGET] * 4000),
    "long line": "x_1 " * 50_000,
    "definitions": "\n".join(f"q_{{{n}}} = q_{{{n - 1}}} + q_{{{n - 1}}}" for n in range(1, 300)),
    # depth
    "brackets": "(" * 3000,
    "matched brackets": "dL/dw_{3,1} = " + "(" * 900 + "1" + ")" * 900,
    "fractions": "dL/dw_{3,1} = " + "\\frac{1}{" * 300 + "2" + "}" * 300,
    "functions": "dL/dw_{3,1} = " + "\\sigma(" * 300 + "x_1" + ")" * 300,
    "roots": "dL/dw_{3,1} = " + "\\sqrt{" * 300 + "x_1" + "}" * 300,
    "environments": "\\begin{aligned}" * 500 + "x_1" + "\\end{aligned}" * 500,
    "signs": "dL/dw_{3,1} = " + "-" * 3000 + "1",
    # characters
    "confusables": "dL/dw_{3,1} = (\\hat{у} − у)·h_1·х_1",
    "bidi": "dL/dw_{3,1} = \u202ey\u202c - \u2066\\hat{y}\u2069",
    "zero width": "dL/dw_{3,1} = h\u200b_\u200d1",
    "marks": "y" + "\u0302" * 1000 + " = 1",
    "controls": "\x00\x07\x1b[2J\x1b]0;title\x07 dL/dw_{3,1} = 1\x7f",
    "separators": "dL/dw_{3,1}\u2028= 1\u2029",
    "not characters": "\ufffe\uffff = \U0010ffff",
    # cheats
    "a fixed prime": f"{TARGET} + {_MERSENNE} x_1",
    "a vanishing polynomial": TARGET + " + " + "".join(f"(x_1 - {n})" for n in range(-8, 9)),
    "nothing said": "L = L\ndL/dw_{3,1} = dL/dw_{3,1}",
    "in circles": "p = q\nq = p\ndL/dw_{3,1} = p",
    "redefined": "y = \\hat{y}\nh_1 = 0\ndL/dw_{3,1} = 0",
    "divided by nothing": "dL/dw_{3,1} = h_1 (y-y)/(y-y)",
    # what is not even closed
    "open": "$dL/dw_{3,1} = $$ \\[ \\( ``` \\begin{align}",
    "comment": "% " + "x" * 3000,
}  # fmt: skip
