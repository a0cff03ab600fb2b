"""The front door: joins the parts of a kiosk, and opens its window."""

import sys
from pathlib import Path

from kiosk import machine
from kiosk.config import Settings
from kiosk.courier import Courier
from kiosk.desk import Desk
from kiosk.enrolled import device_file, enrol
from kiosk.handover import Handover, Line, tie_to_parent
from kiosk.parts import Parts
from kiosk.programs import command_again


def run(settings: Settings, targets: Path | None = None, pictures: Path | None = None) -> None:
    """Open the window and serve visits until it closes; syncs in the background.

    Before this kiosk is enrolled the window sets up that.

    Raises:
        StoreError: its database cannot be opened.
    """
    from kiosk.ui.environment import prepare

    line = Line()
    if line.supervised:
        tie_to_parent()
    enrolled = device_file(settings).path
    if not enrolled.exists():
        from kiosk import beginning

        if beginning.run(settings, enrol, enrolled, targets, pictures):
            line.pass_on()
            beginning.start_again(command_again(sys.argv[1:]))
        return
    handed = bytearray()
    if line.successor:
        prepare(settings.data / "window")
        import kiosk.ui.shell  # noqa: F401  # all that takes time, before the other lets go

        handed = line.await_turn()
    parts = Parts.make(settings)
    parts.outbox.take_over(handed)
    prepare(settings.data / "window")
    from kiosk.ui import pulse
    from kiosk.ui.shell import KioskApp  # Kivy reads its environment as it is imported

    courier = Courier(parts)
    desk = Desk(parts, courier.wake)

    def quiet() -> None:
        courier.stop()
        desk.wait()

    shelf = parts.shelf
    guard = Handover(
        line, settings.renew_seconds, quiet, courier.start, parts.let_go,
        lambda: shelf.newest(parts.runs.version) is not None,
    )  # fmt: skip
    desk.ended_by_itself(line.crash)
    courier.start()
    pulse.begin()
    try:
        KioskApp(desk.services(), settings, targets, pictures, guard, machine.Lamp()).run()
    finally:
        courier.stop(5)
        desk.hearing.wait()
        parts.database.close()
