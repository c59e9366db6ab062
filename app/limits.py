"""The limits that a form, a column and a page share."""

from datetime import timedelta

ADDRESS_MAX = 254  # of a mail address: RFC 5321 with its erratum 1690
NAME_MIN = 3
NAME_MAX = 30
PASSWORD_MIN = 8
PASSWORD_MAX = 128
HASH_MAX = 255
ABOUT_MAX = 200
PLACE_MAX = 60
PEOPLE_LISTED = 50
LOGIN_LIFETIME = timedelta(days=30)
LOGINS_SHOWN = 50
CODE_MAX = 30  # of a second factor or for paper, however people write it
POST_MAX = 2000
TAG_MAX = 50
REASON_MAX = 500  # of a report
MENTIONS_MAX = 10  # in a post, of people who are told
ROWS_SHOWN = 20  # of a list, on one page
REPLIES_SHOWN = 50  # of a conversation, on one page
LEVELS_MAX = 50  # of replies to replies
