"""The limits that a form, a column and a page share."""

NAME_MAX = 30
VISITORS_SHOWN = 10
