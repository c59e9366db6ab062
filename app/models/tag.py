from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.limits import TAG_MAX


class Tag(db.Model):
    """A post has a word with # in it, by which it is found."""

    __tablename__ = "tags"
    __table_args__ = (
        Index(None, "post_id", "word"),
        {"sqlite_with_rowid": False},
    )

    word: Mapped[str] = mapped_column(String(2 * TAG_MAX), primary_key=True)
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
