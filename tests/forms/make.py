"""Small forms for tests, written as their parts."""

HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head>
<h:title>Example</h:title><model><instance><data id="example" version="1">"""


def form(fields: str, binds: str = "", body: str = "", more: str = "") -> bytes:
    """A form of these instance fields, binds and controls; ``more`` goes into the model."""
    meta = "<orx:meta><orx:instanceID/></orx:meta></data></instance>"
    model = f"{fields}{meta}{more}{binds}"
    return f"{HEAD}{model}</model></h:head><h:body>{body}</h:body></h:html>".encode()


def bind(path: str, **attributes: str) -> str:
    """A bind; an attribute of JavaRosa's has an underscore in front."""
    parts = "".join(
        f' {"jr:" + name[1:] if name.startswith("_") else name}="{text}"'
        for name, text in attributes.items()
    )
    return f'<bind nodeset="{path}"{parts}/>'


def text(path: str, label: str = "A question") -> str:
    """A question for a text, a number or a date."""
    return f'<input ref="{path}"><label>{label}</label></input>'


def one(path: str, *values: str, tag: str = "select1") -> str:
    """A question with choices."""
    items = "".join(
        f"<item><label>{each.title()}</label><value>{each}</value></item>" for each in values
    )
    return f'<{tag} ref="{path}"><label>Choose</label>{items}</{tag}>'


EXAMPLE = form(
    "<age/><why/>",
    bind("/data/age", type="int", constraint=". &lt; 130", _constraintMsg="Nobody is that old.")
    + bind("/data/why", required="true()", relevant="/data/age &lt; 18"),
    text("/data/age", "How old are you?") + text("/data/why", "Why are you here?"),
)
