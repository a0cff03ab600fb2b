"""Asks the radio what the proof wants to know, by the kiosk's own code."""

import json
import sys
import time

from kiosk.wifi import Asked, Radio, WifiError, bus, joining

what, *given = sys.argv[1:]
if what != "strength":  # which waits as a kiosk does; an emulated machine may be slower than that
    bus.SECONDS, joining.SECONDS = 120.0, 300.0
begun = time.monotonic()
try:
    if what == "look":
        said = [
            [each.ssid.hex(), each.lock, each.known, each.used] for each in Radio().look().networks
        ]
    elif what == "join":
        ssid, lock, *more = given
        said = Radio().join(Asked(bytes.fromhex(ssid), lock, **json.loads(more[0])))
    elif what == "forget":
        said = Radio().forget(bytes.fromhex(given[0]))
    else:
        said = Radio().strength()
except WifiError as error:
    said = f"trouble: {error}"
print(json.dumps({"said": said, "seconds": round(time.monotonic() - begun, 1)}))
