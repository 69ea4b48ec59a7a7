"""From the Markdown tree to Block Kit, one kind of node at a time."""

from collections.abc import Iterator
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from bot.core.blocks import actions, limits, tables
from bot.core.blocks.fences import fenced
from bot.core.blocks.inline import Line, Run, rich, take_apart, text_object
from bot.core.blocks.limits import Surface, shorten
from bot.core.blocks.pieces import Sealed, fold

Block = dict[str, Any]
_LISTS = ("bullet_list", "ordered_list")


class Writer:
    """Turns one tree into blocks. `sealed` holds the values, `surface` says where the blocks will be shown."""

    def __init__(self, sealed: Sealed, surface: Surface) -> None:
        self.sealed, self.surface = sealed, surface
        self._tables = self._charts = 0

    def write(self, tree: SyntaxTreeNode) -> list[Block]:
        """All blocks of a document, not yet fitted to the limits of the whole message."""
        blocks: list[Block] = []
        last_line = -1
        for node in tree.children:
            made = list(self._node(node))
            if node.type in _LISTS and node.map and node.map[0] == last_line and _both_rich(blocks, made):
                # A list right below a sentence, without an empty line between, belongs to it.
                blocks[-1]["elements"] += made.pop(0)["elements"]
            blocks += made
            last_line = node.map[1] if node.map else -1
        return blocks

    def _node(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield from self._heading(node)
            case "paragraph":
                yield from self._paragraph(self._line(node))
            case "blockquote":
                yield from self._aside(node)
            case "bullet_list" | "ordered_list":
                yield from self._list(node)
            case "fence":
                yield from self._fence(node)
            case "hr":
                yield {"type": "divider"}
            case "table":
                yield from self._table(node)

    def _fence(self, node: SyntaxTreeNode) -> Iterator[Block]:
        surface = self.surface if self._charts < limits.CHARTS else "home"
        for block in fenced(node.info, node.content, self.sealed, surface):
            self._charts += block["type"] == "data_visualization"
            yield block

    def _line(self, node: SyntaxTreeNode) -> Line:
        return take_apart(node.children[0], self.sealed) if node.children else Line((), ())

    def _heading(self, node: SyntaxTreeNode) -> Iterator[Block]:
        line = self._line(node)
        if node.tag == "h1" and (title := fold(line.plain())):
            text = {"type": "plain_text", "text": shorten(title, limits.HEADER), "emoji": True}
            yield {"type": "header", "text": text}
        elif line.runs:
            yield _rich([_section(line.runs, bold=True)])
        yield from self._row(line)

    def _paragraph(self, line: Line) -> Iterator[Block]:
        if not line.runs:
            yield from self._row(line)
            return
        pressable = self._elements(line)
        text = text_object(line) if len(pressable) == 1 else None
        if text:
            yield {"type": "section", "text": text, "accessory": pressable[0]}
            return
        yield _rich([_section(line.runs)])
        yield from _rows(pressable)

    def _row(self, line: Line) -> Iterator[Block]:
        yield from _rows(self._elements(line))

    def _elements(self, line: Line) -> list[Block]:
        built = (actions.build(link, self.sealed) for link in line.links)
        return [element for element in built if element]

    def _aside(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """Secondary information: a context block, or rich_text where a context cannot show it unharmed."""
        pressable: list[Block] = []
        texts: list[Block] = []
        for child in node.children:
            if child.type != "paragraph":
                yield from _context(texts)
                texts = []
                yield from self._node(child)
                continue
            line = self._line(child)
            pressable += self._elements(line)
            text = text_object(line)
            if text:
                texts.append(text)
            elif line.runs:
                yield from _context(texts)
                texts = []
                yield _rich([{"type": "rich_text_quote", "elements": rich(line.runs)}])
        yield from _context(texts)
        yield from _rows(pressable)

    def _list(self, node: SyntaxTreeNode) -> Iterator[Block]:
        pressable: list[Block] = []
        elements = self._items(node, 0, pressable)
        if elements:
            yield _rich(elements)
        yield from _rows(pressable)

    def _items(self, node: SyntaxTreeNode, indent: int, pressable: list[Block]) -> list[Block]:
        """A list and the lists in it, which Slack wants side by side with growing indents."""
        style = "ordered" if node.type == "ordered_list" else "bullet"
        made: list[Block] = []
        shown = int(node.attrs.get("start", 1) or 1) - 1
        for item in node.children:
            sections, nested = self._item(item, indent, pressable)
            if sections:
                same = made and made[-1]["indent"] == indent and made[-1]["style"] == style
                if not same:
                    made.append({"type": "rich_text_list", "style": style, "indent": indent, "elements": []})
                    if style == "ordered" and shown:
                        made[-1]["offset"] = shown
                made[-1]["elements"].append({"type": "rich_text_section", "elements": sections})
                shown += 1
            made += nested
        return made

    def _item(self, item: SyntaxTreeNode, indent: int, pressable: list[Block]) -> tuple[list[Block], list[Block]]:
        sections: list[Block] = []
        nested: list[Block] = []
        for child in item.children:
            if child.type in _LISTS:
                nested += self._items(child, min(indent + 1, limits.LIST_INDENT), pressable)
            elif child.type in ("paragraph", "heading"):
                line = self._line(child)
                pressable += self._elements(line)
                if sections and line.runs:
                    sections.append({"type": "text", "text": "\n"})
                sections += rich(line.runs)
        return sections, nested

    def _table(self, node: SyntaxTreeNode) -> Iterator[Block]:
        rows: list[list[Line]] = []
        alignments: list[str] = []
        pressable: list[Block] = []
        for row in (row for part in node.children for row in part.children):
            cells = [self._line(cell) for cell in row.children]
            alignments = alignments or [str(cell.attrs.get("style", "")).rpartition(":")[2] for cell in row.children]
            pressable += [element for cell in cells for element in self._elements(cell)]
            rows.append(cells)
        self._tables += 1
        # Slack takes one table a message, and none elsewhere; it answers a second one with invalid_blocks.
        native = self.surface == "message" and self._tables == 1 and tables.fits(rows)
        yield tables.native(rows, alignments) if native else tables.typed(rows, alignments)
        yield from _rows(pressable)


def _both_rich(blocks: list[Block], made: list[Block]) -> bool:
    return bool(blocks and made) and blocks[-1]["type"] == "rich_text" == made[0]["type"]


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _section(runs: tuple[Run, ...], bold: bool = False) -> Block:
    return {"type": "rich_text_section", "elements": rich(runs, bold)}


def _context(texts: list[Block]) -> Iterator[Block]:
    for start in range(0, len(texts), limits.CONTEXT_ELEMENTS):
        yield {"type": "context", "elements": texts[start : start + limits.CONTEXT_ELEMENTS]}


def _rows(elements: list[Block]) -> Iterator[Block]:
    for start in range(0, len(elements), limits.ROW_ELEMENTS):
        yield {"type": "actions", "elements": elements[start : start + limits.ROW_ELEMENTS]}
