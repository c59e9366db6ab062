"""Markdown, made into HTML that is safe to show, whatever was typed, and quickly."""

import re
from threading import local
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape

from app.limits import NAME_MAX, NAME_MIN, TAG_MAX

TAGS = set("a blockquote br code em hr li ol p pre strong ul".split())
DEPTH_MAX = 8

# Each looks ahead a little way and gives up. Markdown's own look to the end, and from
# each bracket again: ten thousand of those took it a minute.
CODE = r"(?<![\\`])(`+)(?!`)(.{1,200}?)(?<!`)\1(?!`)"
LINK = r"\[([^\[\]]{1,200})\]\((https?://[^\s()<>]{1,500})\)"
BARE = r"(?<!\w)https?://[^\s()<>\[\]*`\"]{1,500}(?<![.,;:!?'_])"

TAG = rf"(?<![\w&#/])#(?=\w{{0,{TAG_MAX}}}[^\W\d_])(\w{{1,{TAG_MAX}}})(?!\w)"
MENTION = rf"(?<![\w@&/.\\])@([A-Za-z0-9_]{{{NAME_MIN},{NAME_MAX}}})(?!\w)"
OUR_TAG = re.compile(r'href="/tags/([^"]+)"')  # people's own links have a host
OUR_MENTION = re.compile(r'href="/people/([a-z0-9_]+)"')


class Shallow(BlockParser):
    """Take what lies deeper as text: each quote in a quote is a call in a call."""

    depth = 0

    def __init__(self, parser):
        super().__init__(parser.md)
        self.blockprocessors = parser.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self

    def parseBlocks(self, parent, blocks):
        if self.depth == DEPTH_MAX:
            SubElement(parent, "p").text = "\n".join(blocks)
            return blocks.clear()
        self.depth += 1
        try:
            super().parseBlocks(parent, blocks)
        finally:
            self.depth -= 1  # else the next text begins as deep


class Code(InlineProcessor):
    def handleMatch(self, match, text):
        code = Element("code")
        code.text = AtomicString(code_escape(match[2].strip()))
        return code, *match.span()


class Link(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, match, text):
        link = Element("a", href=self.unescape(match[2]))
        link.text = match[1]
        return link, *match.span()


class Bare(InlineProcessor):
    """An address by itself. The stop that ends a sentence is no part of it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, match, text):
        address = self.unescape(match[0])
        link = Element("a", href=address)
        link.text = AtomicString(address)
        return link, *match.span()


class Tag(InlineProcessor):
    """A word with #, in whatever case: a link to what else was written about it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, match, text):
        link = Element("a", href=f"/tags/{quote(match[1].lower(), safe='')}")
        link.text = AtomicString(match[0])
        return link, *match.span()


class Mention(InlineProcessor):
    """A name with @: a link to that person, if there is one."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, match, text):
        link = Element("a", href=f"/people/{match[1].lower()}")
        link.text = AtomicString(match[0])
        return link, *match.span()


class SmallNote(Extension):
    """Leave out of Markdown what a small note has no use for."""

    def extendMarkdown(self, md):
        md.parser = Shallow(md.parser)
        md.preprocessors.deregister("html_block")
        for name in ["hashheader", "setextheader", "reference"]:
            md.parser.blockprocessors.deregister(name)
        images = ["image_link", "image_reference", "short_image_ref"]
        for name in ["html", "automail", "reference", "short_reference", *images]:
            md.inlinePatterns.deregister(name)
        md.inlinePatterns.register(Code(CODE, md), "backtick", 190)
        md.inlinePatterns.register(Link(LINK, md), "link", 160)
        md.inlinePatterns.register(Bare(BARE, md), "bare", 70)
        md.inlinePatterns.register(Tag(TAG, md), "tag", 65)
        md.inlinePatterns.register(Mention(MENTION, md), "mention", 64)


class Parsers(local):
    """A parser for each thread: to make one takes longer than to draw a small note."""

    def __init__(self):
        known = [SmallNote(), "fenced_code", "nl2br", "sane_lists"]
        self.markdown = Markdown(extensions=known)


parsers = Parsers()


def render(text):
    """Return `text` as HTML. What has no meaning in it is shown as it was typed."""
    return nh3.clean(
        parsers.markdown.reset().convert(text),
        tags=TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https"},
        link_rel="nofollow ugc noopener",
    )


def tags(html):
    """Return the words that are shown as tags, as they are kept."""
    return {unquote(word) for word in OUR_TAG.findall(html)}


def mentions(html):
    """Return the names that are shown as mentions, each once, in their order."""
    return list(dict.fromkeys(OUR_MENTION.findall(html)))
