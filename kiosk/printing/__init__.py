"""A slip of paper: begun by the kiosk, made and sent by a short process of its own."""

from kiosk.printing.job import Job, Printer
from kiosk.printing.slip import Slip, slip_of

__all__ = ["Job", "Printer", "Slip", "slip_of"]
