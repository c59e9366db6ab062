"""What waits for a decision, the oldest first."""

from flask import render_template

from app import pages, timeline
from app.auth.rights import needs
from app.extensions import db
from app.models.report import close_all, waiting
from app.moderation.routes import bp, done


@bp.get("/reports")
@needs("moderate")
def queue():
    page = pages.read(waiting(pages.asked("after")))
    return render_template("moderation/queue.html", page=page)


@bp.post("/posts/<id:post_id>/leave")
@needs("moderate")
def leave(post_id):
    post = pages.one(timeline.any_one(post_id))
    db.session.execute(close_all(post.id))
    db.session.commit()
    return done(post, "left as it is", "moderation.queue")
