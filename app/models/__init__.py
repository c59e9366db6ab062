"""The tables. Imported as a whole, so that `db.metadata` knows them all."""

from app.models.block import Block
from app.models.follow import Follow
from app.models.like import Like
from app.models.login import Login
from app.models.mail import Mail
from app.models.mute import Mute
from app.models.notification import Notification
from app.models.post import Post
from app.models.recovery_code import RecoveryCode
from app.models.report import Report
from app.models.second_factor import SecondFactor
from app.models.tag import Tag
from app.models.token import Token
from app.models.tries import Try
from app.models.user import User

__all__ = [
    "Block",
    "Follow",
    "Like",
    "Login",
    "Mail",
    "Mute",
    "Notification",
    "Post",
    "RecoveryCode",
    "Report",
    "SecondFactor",
    "Tag",
    "Token",
    "Try",
    "User",
]
