"""Chinese typed by its sounds, on our keys and on a real keyboard."""

from types import SimpleNamespace

from kiosk.screens import Field, Screen
from kiosk.ui.pinyin import candidates, rest, row
from kiosk.ui.stage import Stage, stage_for
from kiosk.ui.typing import Typist


class App:
    """What a typist needs of the window."""

    def __init__(self, **more: object) -> None:
        self.asked = Field("/a", "text", "Q", **more)
        self.stage = stage_for(Screen("question", "Q", (self.asked,), language="zh"), Stage())
        self.stage.entry(self.asked)
        self.said = ""
        self.visit = SimpleNamespace(act=self.act)
        self.page = SimpleNamespace(drawer=SimpleNamespace(boxes={}))

    def act(self, id: str, value: str) -> None:
        self.said = value

    def field(self, ref: str) -> Field | None:
        return self.asked if ref == "/a" else None

    def redraw(self) -> None: ...

    def seen(self) -> None: ...


def typed(*keys: str, **more: object) -> tuple[str, str]:
    app = App(**more)
    typist = Typist(app)
    for key in keys:
        typist.key(key)
    return app.said, app.stage.sound


def test_words_come_before_signs_and_what_is_left_is_kept() -> None:
    assert candidates("nihao")[0] == "你好" and "你" in candidates("nihao")
    assert rest("tushuguanli", "图书馆") == "li"
    assert candidates("xqz") == [] and row("xqz", 3) == ["xqz"]
    assert candidates("nv")[0] == "女"


def test_every_sign_of_everyday_use_can_be_typed() -> None:
    for word in ("我们", "社区", "公园", "垃圾", "路灯", "需要", "帮助", "坏了", "谢谢", "孩子"):
        for sign in word:
            assert any(sign in words for words in map(candidates, SOUNDS)), sign


SOUNDS = (
    "wo", "men", "she", "qu", "gong", "yuan", "la", "ji", "lu", "deng", "xu", "yao", "bang", "zhu",
    "huai", "le", "xie", "hai", "zi",
)  # fmt: skip


def test_a_key_or_space_or_a_number_takes_a_sign() -> None:
    assert typed(*"nihao", "你好") == ("你好", "")
    assert typed(*"nihao", "space") == ("你好", "")
    second = row("shi", 0)[2]
    assert typed(*"shi", "2") == (second, "")
    assert typed(*"tushuguanli", "图书馆", "space")[0][:3] == "图书馆"


def test_nothing_that_was_typed_is_lost() -> None:
    assert typed(*"xqz", "enter") == ("xqz", "")
    assert typed(*"ab", "ab") == ("ab", "")
    assert typed(*"nihao", "delete", "delete", "delete") == ("", "ni")
    app = App()
    typist = Typist(app)
    for key in "abc":
        typist.key(key)
    typist.settle()
    assert app.said == "abc" and not app.stage.sound


def test_latin_letters_a_postcode_and_numbers_are_typed_as_they_are() -> None:
    assert typed("latin", *"bus")[0] == "bus"
    assert typed(*"m11ae", postcode=True)[0] == "M11AE"


def test_the_arrows_show_more_signs() -> None:
    app = App()
    typist = Typist(app)
    for key in ("s", "h", "i", "right"):
        typist.key(key)
    assert app.stage.turned == 1
    more = row("shi", 1)
    assert more and not set(more[1:]) & set(row("shi", 0)[1:])
    typist.key(more[1])
    assert app.said == more[1]
