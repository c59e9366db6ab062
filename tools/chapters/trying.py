"""Prove a lesson: its commands, typed as a reader would, print what it says."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import tryit
from .checks import Verdict
from .network import free_port
from .pool import Slot, empty
from .processes import Outcome, run, server
from .trial import Trial, by_hand, failure

SAID = "said"  # the folder of what each command printed


def try_it(trial: Trial, slot: Slot) -> Verdict:
    """Every command of the lesson prints what it says, in one shell as a reader has it."""
    blocks = tryit.blocks(trial.lesson)
    slot.lay_out(trial.oid)
    empty(slot.folder / SAID)
    ports = {port: free_port() for port in tryit.ports(blocks) or ("5000",)}
    commands = [command for block in blocks for command in block.commands]
    with slot.venv(trial.environment):
        done = _session(trial, slot, commands, ports, any(block.needs_server for block in blocks))
    if not done.passed:
        return failure(trial, done, by_hand(trial.name, "python3 manage.py run"))
    for number, command in enumerate(commands):
        printed = _printed(slot, number)
        if not tryit.is_true(command, printed):
            said = "\n".join(("the lesson says:", *command.expected, "it prints:", printed.strip()))
            typed = "".join(f"\n>>> {line}" for line in command.typed)
            untrue = Outcome(0, said, f"'{command.line}' does not print what the lesson says")
            return failure(trial, untrue, by_hand(trial.name, command.line + typed))
    return Verdict(True, f"{sum(bool(c.expected) for c in commands)} answers are true")


def _session(
    trial: Trial,
    slot: Slot,
    commands: list[tryit.Command],
    ports: Mapping[str, int],
    needs_server: bool,
) -> Outcome:
    script = slot.folder / "try-it.sh"
    script.write_text("".join(_shell(slot, commands, ports)))
    if not needs_server:
        return run(["bash", str(script)], slot.place(), trial.check.seconds)
    port = ports.get("5000") or free_port()
    words = shlex.split(trial.check.commands[0].format(port=port))
    with server(words, slot.place(home="server"), port) as started:
        if started.fault:
            return started
        return run(["bash", str(script)], slot.place(), trial.check.seconds)


def _shell(slot: Slot, commands: list[tryit.Command], ports: Mapping[str, int]) -> Iterator[str]:
    """The commands as one script, the output of each in files of its own."""
    for number, command in enumerate(commands):
        line = tryit.with_ports(command.line, ports)
        typed = "".join(f"{text}\n" for text in command.typed)
        given = f"<<'TYPED'\n{typed}\nTYPED\n" if typed else "</dev/null\n"
        out, err = (shlex.quote(str(path)) for path in _files(slot, number))
        yield f"{{ {line}\n}} >{out} 2>{err} {given}"
    yield "exit 0\n"


def _printed(slot: Slot, number: int) -> str:
    """What a command printed; nothing where the shell ended before it."""
    files = [path for path in _files(slot, number) if path.exists()]
    return "\n".join(path.read_text("utf-8", errors="replace") for path in files)


def _files(slot: Slot, number: int) -> tuple[Path, Path]:
    """Where a command's output and errors are kept."""
    return slot.folder / SAID / f"{number}.out", slot.folder / SAID / f"{number}.err"
