"""Wi-Fi: which networks are heard, what one asks for, and how joining ended."""

from collections.abc import Mapping

from kiosk.screens import Action, Block, Field, Notice, Screen, Text
from kiosk.staff import health
from kiosk.staff.setting import MOST, Setting
from kiosk.wifi.seen import Lock, Network
from kiosk.words import Words

MISSING: dict[Lock, tuple[str, ...]] = {
    "password": ("password",), "wpa3": ("password",), "account": ("user", "password", "server"),
}  # fmt: skip
"""What must be typed before a network is joined that was not joined before."""


def heard(setting: Setting, words: Words) -> Screen:
    """The list, or that it is not there yet."""
    if setting.busy:
        text = words("This kiosk listens for networks. It takes a few seconds.")
        return Screen("staff-wifi", words("Wi-Fi"), blocks=(Notice(text),))
    shown = setting.look.networks[:MOST]
    actions = [
        Action(
            f"in:network:{number}", each.name, "choice", detail=_told(each, words), chosen=each.used
        )
        for number, each in enumerate(shown)
    ]
    actions.append(Action("in:network:", words("Another network, by its name"), "choice"))
    actions.append(Action("in:listen", words("Listen again"), "choice", icon="again"))
    if setting.trouble:
        actions = actions[-1:]
    return Screen("staff-wifi", words("Wi-Fi"), blocks=_now(setting, words), choices=tuple(actions))


def _now(setting: Setting, words: Words) -> tuple[Block, ...]:
    """What is in use, or why nothing can be."""
    if setting.trouble:
        return (Notice(_trouble(setting.trouble, words), "problem"),)
    used = setting.look.used
    if used is None:
        return (Notice(words("Not connected")),)
    return (Notice(words("Connected to {name}", name=used.name), "good"),)


def _trouble(trouble: str, words: Words) -> str:
    said = {
        "silent": words("The part of this machine that looks after Wi-Fi does not answer."),
        "refused": words("This kiosk is not allowed to change its Wi-Fi."),
        "none": words("No Wi-Fi of this machine can be used."),
    }
    return said[trouble]


def _told(network: Network, words: Words) -> str:
    lock = {
        "open": words("Open to everybody"), "account": words("Needs a user name and a password"),
        "old": words("Too old to be safe"),
    }.get(network.lock) or words("Needs a password")  # fmt: skip
    told = [health.signal(network.strength, words), lock]
    return ". ".join([*told, words("Joined by itself")] if network.known else told)


def asked(setting: Setting, typed: Mapping[str, str], incomplete: bool, words: Words) -> Screen:
    """What one network asks for, or how joining it goes and ended."""
    if setting.busy:
        text = words("Joining. It can take a minute.")
        return Screen("staff-network", words("Wi-Fi"), blocks=(Notice(text),))
    chosen = setting.chosen
    missing = Notice(words("Something is missing. Fill in every box."), "problem")
    blocks: list[Block] = [missing] if incomplete else _end(setting, words)
    lock = chosen.lock if chosen else None
    if setting.ended not in health.CONNECTED:
        blocks += _fields(setting, typed, lock, words)
    return Screen(
        "staff-network",
        chosen.name if chosen else words("Another network, by its name"),
        kicker=words("Wi-Fi"),
        blocks=tuple(blocks),
        choices=_choices(setting, words),
        actions=_actions(setting, words),
    )


def _fields(
    setting: Setting, typed: Mapping[str, str], lock: Lock | None, words: Words
) -> list[Block]:
    if lock == "old":
        return [Text(words("This network is too old to be safe, and cannot be joined."))]
    if lock == "open":
        return [Text(words("Whoever is near can listen in to an open network. What this kiosk"
                           " sends is sealed all the same."))]  # fmt: skip
    known = setting.chosen is not None and setting.chosen.known
    fields: list[Block] = []
    if setting.chosen is None:
        fields.append(_field("name", words("Name of the network"), typed, True))
    if lock == "account":
        fields.append(_field("user", words("User name"), typed, not known))
    fields.append(_password(setting, typed, known, words))
    if lock == "account":
        server = words("Name of the server that checks it")
        fields.append(_field("server", server, typed, not known))
    return fields


def _password(setting: Setting, typed: Mapping[str, str], known: bool, words: Words) -> Field:
    wrong = words("The password was not taken.") if setting.ended == "password" else ""
    return Field(
        "password", "text", words("Password"), value=typed.get("password", ""), latin=True,
        signs=True, secret=True, plain=setting.shown, problem=wrong,
        hint=words("Leave it empty to use the one that is kept.") if known else "",
        required=setting.chosen is not None and not known,
    )  # fmt: skip


def _field(ref: str, label: str, typed: Mapping[str, str], required: bool) -> Field:
    return Field(
        ref, "text", label, value=typed.get(ref, ""), latin=True, signs=True, required=required
    )


def _choices(setting: Setting, words: Words) -> tuple[Action, ...]:
    chosen = setting.chosen
    choices = []
    if (chosen is None or chosen.lock not in ("open", "old")) and not _joined(setting):
        label = words("Hide the password") if setting.shown else words("Show the password")
        choices.append(Action("in:show", label, "choice", icon="eye"))
    if chosen is not None and chosen.known:
        choices.append(Action("in:forget", words("Forget this network"), "choice", icon="delete"))
    return tuple(choices)


def _actions(setting: Setting, words: Words) -> tuple[Action, ...]:
    if _joined(setting):
        return (Action("in:listen", words("Done"), "primary"),)
    if setting.chosen is not None and setting.chosen.lock == "old":
        return ()
    return (Action("in:join", words("Join"), "primary"),)


def _joined(setting: Setting) -> bool:
    return setting.ended in health.CONNECTED


def _end(setting: Setting, words: Words) -> list[Block]:
    """The plain end."""
    if setting.trouble:
        return [Notice(_trouble(setting.trouble, words), "problem")]
    if setting.ended is None or setting.ended == "password":  # which stands beside its box
        return []
    said = {
        "council": words("Joined. The council can be reached."),
        "page": words("Joined, but a log-in page stands in the way."),
        "away": words("Joined, but the council cannot be reached."),
        "unheard": words("No network of this name is heard."),
        "address": words("The network gives this kiosk no address."),
        "failed": words("It could not be joined."),
    }[setting.ended]
    tone = "good" if setting.ended == "council" else "warn" if _joined(setting) else "problem"
    blocks: list[Block] = [Notice(said, tone)]  # type: ignore[arg-type]
    return [*blocks, Text(health.sign_in(words))] if setting.ended == "page" else blocks


def lacks(setting: Setting, typed: Mapping[str, str]) -> bool:
    """Whether something that is needed was not typed."""
    if setting.chosen is None:
        return not typed.get("name", "").strip()
    wanted = () if setting.chosen.known else MISSING.get(setting.chosen.lock, ())
    return any(not typed.get(each, "").strip() for each in wanted)
