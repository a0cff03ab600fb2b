"""What a copy must hold to count, as SQL that both databases understand."""

MARKS = "select id, have_seq from collector_device"
HELD = """select r.device_id, count(distinct r.seq) from collector_sealedrecord r
 join collector_device d on d.id = r.device_id
 where r.linked and r.seq <= d.have_seq group by r.device_id"""


def lacking(marks: dict[str, int], held: dict[str, int]) -> list[str]:
    """Devices whose chain the copy does not hold as far as it says."""
    return [device for device, have in marks.items() if held.get(device, 0) < have]
