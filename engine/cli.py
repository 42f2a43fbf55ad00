"""`onewindow`: the commands, one module each in `engine/commands/`, loaded only when they are called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS: dict[str, str] = {
    "serve": "engine.commands.serve",
    "user": "engine.commands.user",
    "verify": "engine.commands.verify",
    "catalogue": "engine.commands.catalogue",
    "lint": "engine.commands.lint",
    "test": "engine.commands.test",
    "check": "engine.commands.check",
    "show": "engine.commands.show",
    "explain": "engine.commands.explain",
    "uses": "engine.commands.uses",
    "find": "engine.commands.find",
    "due": "engine.commands.due",
    "calendar": "engine.commands.calendar",
    "clock": "engine.commands.clock",
    "recover": "engine.commands.recover",
}


class _Commands(click.Group):
    """The group of all commands: each module's `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return import_module(COMMANDS[cmd_name]).command


@click.group(
    cls=_Commands,
    help="一窗：用一个 YAML 文件描述一个政务服务事项，办事指南、表格、审核、文书、时限都从它来。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def main() -> None:
    """The entry point of the console script."""


if __name__ == "__main__":
    main(prog_name="onewindow")
