"""Where in a YAML text an edit cuts, and what it puts in: found from the marks of the nodes."""

from __future__ import annotations

from typing import Any, NamedTuple

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from planner.scenario.document import Path
from planner.scenario.edits import Drop, Edit, Insert, Put
from planner.scenario.emitting import as_block, as_key, folded, in_line
from planner.scenario.file import ScenarioFile


class Cut(NamedTuple):
    """Characters from ``start`` to ``end`` and the text in their place."""

    start: int
    end: int
    text: str


class Cutter:
    """Finds the cuts of edits in one text, read into a tree of nodes."""

    def __init__(self, text: str, root: MappingNode) -> None:
        self.text = text
        self.root = root
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def cut(self, edit: Edit) -> Cut:
        """Return the cut of an edit.

        Raises
        ------
        LookupError
            If nothing stands where the edit wants to change something.
        """
        *around, last = edit.path
        holder = self._node(tuple(around))
        match edit, holder:
            case Put(), MappingNode():
                return self._put_key(holder, str(last), edit.value, edit.path)
            case Put(), SequenceNode():
                return self._put_item(holder, int(last), edit.value)
            case Insert(), SequenceNode():
                return self._insert(holder, int(last), edit.value)
            case Drop(), MappingNode():
                return self._drop_key(holder, str(last), tuple(around))
            case Drop(), SequenceNode():
                return self._drop_item(holder, int(last), tuple(around))
            case _:
                raise LookupError(last)

    def _node(self, path: Path) -> Node:
        node: Node = self.root
        for part in path:
            match node:
                case MappingNode():
                    node = node.value[_place(node, str(part))][1]
                case SequenceNode():
                    node = node.value[int(part)]
                case _:
                    raise LookupError(part)
        return node

    # --- values

    def _put_key(self, holder: MappingNode, key: str, value: Any, path: Path) -> Cut:
        try:
            key_node, node = holder.value[_place(holder, key)]
        except LookupError:
            return self._add_key(holder, key, value, path)
        after = self.text.index(":", _index(key_node.end_mark)) + 1
        return self._replace(node, value, slot=after, holder=holder, indent=_column(key_node))

    def _put_item(self, holder: SequenceNode, place: int, value: Any) -> Cut:
        node = holder.value[place]
        if holder.flow_style:
            start = self._start(node)
            return self._replace(node, value, slot=start, holder=holder, indent=0)
        dash = self._dash(holder, node)
        return self._replace(
            node, value, slot=dash + 1, holder=holder, indent=holder.start_mark.column
        )

    def _replace(
        self, node: Node, value: Any, *, slot: int, holder: CollectionNode, indent: int
    ) -> Cut:
        """Return the cut that puts a value where a node stands; ``slot`` is where it may begin."""
        flow = bool(holder.flow_style)
        if isinstance(node, ScalarNode) and node.style in (">", "|") and isinstance(value, str):
            start, end = self._start(node), self._end(node)
            first, *lines = self.text[start:end].split("\n")
            deep = next((len(x) - len(x.lstrip()) for x in lines if x.strip()), indent + 2)
            wrapped = folded(value, header=first.strip(), indent=deep)
            if wrapped is not None and node.style == ">":
                return Cut(start, end, self._lines(wrapped))
        if self._is_empty(node):
            return Cut(slot, slot, " " + in_line(value, flow=flow))
        if not flow and _is_big(value) and not getattr(node, "flow_style", None):
            block = as_block(value, indent=indent + 2)
            return Cut(slot, self._end(node), self._lines("\n" + block))
        quote = node.style if isinstance(node, ScalarNode) else None
        written = in_line(value, flow=flow, quote=quote)
        if isinstance(node, CollectionNode) and not node.flow_style:
            return Cut(slot, self._end(node), " " + written)
        return Cut(self._start(node), self._end(node), written)

    # --- keys

    def _add_key(self, holder: MappingNode, key: str, value: Any, path: Path) -> Cut:
        if not holder.value:
            flow = in_line(value, flow=True)
            return Cut(self._start(holder), self._end(holder), f"{{{as_key(key)}: {flow}}}")
        if holder.flow_style:
            end = self._end_of_pair(holder.value[-1])
            return Cut(end, end, f", {as_key(key)}: {in_line(value, flow=True)}")
        before = holder.value[_after(holder, key) if len(path) == 1 else -1]
        indent = _column(before[0])
        if _is_big(value):
            said = f"{as_key(key)}:\n{as_block(value, indent=indent + 2)}"
        else:
            said = f"{as_key(key)}: {in_line(value, flow=False)}"
        end = self._line_end(self._end_of_pair(before))
        return Cut(end, end, self._lines("\n" + " " * indent + said))

    def _drop_key(self, holder: MappingNode, key: str, path: Path) -> Cut:
        place = _place(holder, key)
        pair = holder.value[place]
        start, end = self._start(pair[0]), self._end_of_pair(pair)
        if len(holder.value) == 1:
            return self._emptied(holder, path, "{}")
        if holder.flow_style:
            return self._drop_between(holder.value, place, start, end)
        begin = self._line_start(start)
        if not self.text[begin:start].strip():
            return Cut(begin, self._next_line(end), "")
        if place + 1 == len(holder.value):
            raise LookupError(key)
        # It stands beside the dash of its item: what follows takes its place.
        following = self._start(holder.value[place + 1][0])
        rest = self.text[self._line_end(end) : following]
        return Cut(start, following, rest.lstrip() if "#" in rest else "")

    # --- items

    def _insert(self, holder: SequenceNode, place: int, value: Any) -> Cut:
        if not holder.value:
            return Cut(self._start(holder), self._end(holder), f"[{in_line(value, flow=True)}]")
        if holder.flow_style:
            written = in_line(value, flow=True)
            if place == 0:
                start = self._start(holder.value[0])
                return Cut(start, start, f"{written}, ")
            end = self._end(holder.value[place - 1])
            return Cut(end, end, f", {written}")
        dash = holder.start_mark.column
        beside = holder.value[max(place - 1, 0)]
        if isinstance(value, dict) and value and not getattr(beside, "flow_style", None):
            item = as_block(value, indent=dash + 2).lstrip()
        else:
            item = in_line(value, flow=False)
        if place == 0:
            start = self._line_start(self._dash(holder, holder.value[0]))
            if self.text[start : start + dash].strip():
                raise LookupError(place)
            return Cut(start, start, self._lines(f"{' ' * dash}- {item}\n"))
        end = self._line_end(self._end(beside))
        return Cut(end, end, self._lines(f"\n{' ' * dash}- {item}"))

    def _drop_item(self, holder: SequenceNode, place: int, path: Path) -> Cut:
        node = holder.value[place]
        if len(holder.value) == 1:
            return self._emptied(holder, path, "[]")
        if holder.flow_style:
            return self._drop_between(holder.value, place, self._start(node), self._end(node))
        dash = self._dash(holder, node)
        begin = self._line_start(dash)
        if self.text[begin:dash].strip():
            raise LookupError(place)
        return Cut(begin, self._next_line(self._end(node)), "")

    def _drop_between(self, parts: list[Any], place: int, start: int, end: int) -> Cut:
        """Drop a part of a collection in brackets with the comma on one side of it."""
        firsts = [part[0] if isinstance(part, tuple) else part for part in parts]
        if place + 1 < len(parts):
            return Cut(start, self._start(firsts[place + 1]), "")
        before = parts[place - 1]
        ends = self._end_of_pair(before) if isinstance(before, tuple) else self._end(before)
        return Cut(ends, end, "")

    def _emptied(self, holder: CollectionNode, path: Path, empty: str) -> Cut:
        if holder.flow_style:
            return Cut(self._start(holder), self._end(holder), empty)
        *around, last = path  # the root is never emptied: it has no place to stand in
        outer = self._node(tuple(around))
        if isinstance(outer, MappingNode):
            key_node = outer.value[_place(outer, str(last))][0]
            slot = self.text.index(":", _index(key_node.end_mark)) + 1
        else:
            assert isinstance(outer, SequenceNode)
            slot = self._dash(outer, holder) + 1
        return Cut(slot, self._end(holder), f" {empty}")

    # --- places in the text

    def _start(self, node: Node) -> int:
        return _index(node.start_mark)

    def _end(self, node: Node) -> int:
        """Return where the last character of a node is, without what only follows it."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end_of_pair(last) if isinstance(last, tuple) else self._end_of_item(last)
        end = _index(node.end_mark)
        if isinstance(node, ScalarNode) and node.style in (">", "|"):
            return len(self.text[:end].rstrip())
        return end

    def _end_of_pair(self, pair: tuple[Node, Node]) -> int:
        key, value = pair
        if not self._is_empty(value):
            return self._end(value)
        end = _index(key.end_mark)
        colon = self.text.find(":", end, _index(value.end_mark) + 1)
        return end if colon < 0 else colon + 1

    def _end_of_item(self, node: Node) -> int:
        if not self._is_empty(node):
            return self._end(node)
        return self.text.rindex("-", 0, _index(node.start_mark)) + 1

    def _is_empty(self, node: Node) -> bool:
        """Whether nothing is written where the node stands: its mark is that of what follows."""
        return isinstance(node, ScalarNode) and self._start(node) == _index(node.end_mark)

    def _dash(self, holder: SequenceNode, node: Node) -> int:
        """Return where the dash of an item is."""
        column = holder.start_mark.column
        begin = self._line_start(self._start(node))
        while self.text[begin + column : begin + column + 1] != "-":
            if begin == 0:
                raise LookupError("-")
            begin = self._line_start(begin - 1)
        return begin + int(column)

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Return where a line ends, before whatever breaks it."""
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" and end > index else end

    def _next_line(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def _lines(self, text: str) -> str:
        return text.replace("\n", self.newline)


def _place(node: MappingNode, key: str) -> int:
    for place, (name, _) in enumerate(node.value):
        if isinstance(name, ScalarNode) and name.value == key:
            return place
    raise LookupError(key)


def _after(holder: MappingNode, key: str) -> int:
    """Return the place of the key after which a new one of a scenario belongs."""
    order = list(ScenarioFile.model_fields)
    if key not in order:
        return -1
    earlier = set(order[: order.index(key)])
    found = [n for n, (name, _) in enumerate(holder.value) if name.value in earlier]
    return found[-1] if found else -1


def _is_big(value: Any) -> bool:
    """Whether a value deserves lines of its own."""
    if isinstance(value, dict):
        return bool(value)
    return isinstance(value, list) and any(isinstance(one, dict | list) for one in value)


def _index(mark: Any) -> int:
    return int(mark.index)


def _column(node: Node) -> int:
    return int(node.start_mark.column)
