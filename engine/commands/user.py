"""`onewindow user`: staff accounts, while the server is stopped (the store belongs to one process)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.case.events import CaseError
from engine.commands.arguments.places import root_option, the_root
from engine.matter.records import MatterError
from engine.service.centre.accounts import add_account
from engine.service.centre.context import Service
from engine.service.starting.opening import open_service
from engine.store.errors import StoreError


@click.group("user", help="工作人员账号。")
def command() -> None:
    """The group of account commands."""


def _open(root: str | None, town: str, data: str, key: str | None) -> Service:
    return open_service(the_root(root), (town,), Path(data), Path(key) if key else None)


@command.command("add", help="添加一个账号。密码从键盘输入，不会出现在命令里。")
@root_option
@click.argument("login", metavar="账号")
@click.option("--town", required=True, help="哪个镇。")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", required=True, help="岗位：窗口、审批、出证、监督。")
@click.option("--department", default="", help="部门的角色名，审批岗位必填。")
@click.option("--window", "windows", multiple=True, help="窗口，窗口岗位必填，可以写多次。")
@click.option("--person", default="", help="同一个人有几个账号时，每个都写同一个人员编号。")
@click.option("--data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", default=None, metavar="FILE", help="主密钥文件。")
@click.password_option(prompt="密码", confirmation_prompt="再输一次")
def add(
    root: str | None, login: str, town: str, name: str, role: str, department: str, windows: tuple[str, ...],
    person: str, data: str, key: str | None, password: str,
) -> None:  # fmt: skip
    """Add one account; exit 1 with everything that is wrong."""
    try:
        service = _open(root, town, data, key)
        try:
            add_account(
                service, town, login, password, name=name, role=role, person=person, department=department,
                windows=windows,
            )  # fmt: skip
        finally:
            service.store.close()
    except (CaseError, MatterError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"已添加账号「{login}」：{name}，{role}。")


@command.command("list", help="列出一个镇的账号。")
@root_option
@click.option("--town", required=True, help="哪个镇。")
@click.option("--data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", default=None, metavar="FILE", help="主密钥文件。")
def list_accounts(root: str | None, town: str, data: str, key: str | None) -> None:
    """One line an account."""
    try:
        service = _open(root, town, data, key)
        try:
            for one in service.store.accounts(town):
                state = "" if one.active else "（已停用）"
                click.echo(f"{one.login}\t{one.name}\t{one.role}\t{one.department or '、'.join(one.windows)}{state}")
        finally:
            service.store.close()
    except (MatterError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
