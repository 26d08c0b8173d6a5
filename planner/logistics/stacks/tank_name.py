"""How a tank is called: ``csm.rcs``, or ``csm`` alone if it is the item's only one."""

from __future__ import annotations

from planner.logistics.stacks.file import ItemEntry


def full_name(item: ItemEntry, tank: str) -> str:
    """Return the shortest name that means this tank."""
    return item.id if len(item.tanks) == 1 else f"{item.id}.{tank}"


def tank_complaint(items: dict[str, ItemEntry], name: str) -> str | None:
    """Say why a name means no tank of these items; None if it means one.

    Items that are not among them are somebody else's complaint.
    """
    item, _, tank = name.partition(".")
    entry = items.get(item)
    if entry is None:
        return None
    ids = [one.id for one in entry.tanks]
    if not ids:
        return f"'{item}' has no tank"
    listed = ", ".join(f"{item}.{one}" for one in ids)
    if not tank and len(ids) > 1:
        return f"'{item}' has {len(ids)} tanks, name one: {listed}"
    if tank and tank not in ids:
        return f"'{item}' has no tank '{tank}'; allowed: {listed}"
    return None
