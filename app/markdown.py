"""Markdown, made into HTML that is safe to show, whatever was typed."""

import nh3
from markdown import Markdown
from markdown.extensions import Extension

TAGS = set("a blockquote br code em hr li ol p pre strong ul".split())


class SmallNote(Extension):
    """Leave out of Markdown what a small note has no use for."""

    def extendMarkdown(self, md):
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
