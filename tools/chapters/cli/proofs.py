"""What is proved of the chain, for every command that asks."""

from __future__ import annotations

from .. import checks, settings
from ..checks import Demands
from ..errors import Refused
from ..known import Job, Known, Proofs
from .session import Session


def unproved(session: Session) -> tuple[str, ...]:
    """Each checkpoint of the chain that a check has not passed; none where nothing is asked."""
    return tuple(str(one.job.checkpoint) for one in known(session) if one.waiting)


def known(session: Session) -> tuple[Known, ...]:
    """What is said of each checkpoint already; nothing where nothing is asked."""
    if session.chain.is_foreign or not demands(session).checks:
        return ()
    kept = proofs(session)
    return tuple(kept.known(job) for job in kept.jobs)


def silent_server(session: Session) -> str:
    """The variable that could name a database server to prove checkpoints on; none answers now."""
    has_server = any(job.server for job in jobs(session))
    return "" if has_server else demands(session).server_variable


def jobs(session: Session) -> tuple[Job, ...]:
    """What there is to prove of each checkpoint; nothing where nothing is asked."""
    asks = not session.chain.is_foreign and bool(demands(session).checks)
    return proofs(session).jobs if asks else ()


def demands(session: Session) -> Demands:
    main, store = session.main, session.store
    entry = store.entry(store.commit(main.commit).tree, settings.PATH) if main.commit else None
    return checks.parse(store.read(entry[1])[1]) if entry else Demands()


def proofs(session: Session) -> Proofs:
    """Raises Refused where nothing is asked."""
    asked = demands(session)
    if not asked.checks:
        raise Refused("main's tools/chapters.toml asks nothing of a checkpoint. "
                      "Next: write [verify.checks.tests] there")  # fmt: skip
    return Proofs(session.git, session.store, session.chain, asked)
