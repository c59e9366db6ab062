"""Markdown, made into HTML that is safe to show, whatever was typed."""

from xml.etree.ElementTree import SubElement

import nh3
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension

TAGS = set("a blockquote br code em hr li ol p pre strong ul".split())
DEPTH_MAX = 8


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
        super().parseBlocks(parent, blocks)
        self.depth -= 1


class SmallNote(Extension):
    """Leave out of Markdown what a small note has no use for."""

    def extendMarkdown(self, md):
        md.parser = Shallow(md.parser)
        md.preprocessors.deregister("html_block")
        for name in "hashheader", "setextheader":
            md.parser.blockprocessors.deregister(name)
        images = ["image_link", "image_reference", "short_image_ref"]
        for name in ["html", "automail", *images]:
            md.inlinePatterns.deregister(name)


def render(text):
    """Return `text` as HTML. What has no meaning in it is shown as it was typed."""
    known = [SmallNote(), "fenced_code", "nl2br", "sane_lists"]
    return nh3.clean(
        Markdown(extensions=known).convert(text),
        tags=TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https"},
        link_rel="nofollow ugc noopener",
    )
