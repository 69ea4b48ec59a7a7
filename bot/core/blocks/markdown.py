"""Parses our Markdown, once per text, into a tree that is only read.

Values are tokens at this point, so the same branch of the same template always gives the same text: nearly every
message finds its tree here already.
"""

from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_LONGEST_KEPT = 20_000


class _Inline(StateInline):
    """Emphasis as a Chinese writer expects it.

    CommonMark refuses to close `**承诺:**` before a letter, because a full-width colon counts as punctuation. Only
    ASCII punctuation counts here, so words run together without spaces can be bold.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Whether the markers at `start` can open or close emphasis, and how many they are."""
        before = self.src[start - 1] if start > 0 else " "
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        after = self.src[end] if end < self.posMax else " "
        punct_before, punct_after = isMdAsciiPunct(ord(before)), isMdAsciiPunct(ord(after))
        space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        left = not (space_after or (punct_after and not (space_before or punct_before)))
        right = not (space_before or (punct_before and not (space_after or punct_after)))
        can_open = left and (canSplitWord or not right or punct_before)
        can_close = right and (canSplitWord or not left or punct_after)
        return Scanned(can_open, can_close, end - start)


class _InlineParser(ParserInline):
    """The library's inline parser working on our state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Append the inline tokens of `src` to `tokens`."""
        state = _Inline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Markdown(MarkdownIt):
    """CommonMark with tables and strike-through, without what a message cannot show or an indented line would cause."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "linkify": False, "typographer": False})
        self.inline = _InlineParser()
        self.disable(["code", "lheading", "reference", "html_block", "html_inline", "image", "autolink"])
        self.enable(["table", "strikethrough"])

    def normalizeLink(self, url: str) -> str:
        """Our links carry tokens, which percent-encoding would destroy."""
        return url

    def validateLink(self, url: str) -> bool:
        """Every link is judged later, when its values are known."""
        return True


_MARKDOWN = _Markdown()


def parse(source: str) -> SyntaxTreeNode:
    """The tree of a Markdown text. The caller must not change it."""
    return _kept(source) if len(source) <= _LONGEST_KEPT else SyntaxTreeNode(_MARKDOWN.parse(source))


@lru_cache(maxsize=1024)
def _kept(source: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_MARKDOWN.parse(source))
