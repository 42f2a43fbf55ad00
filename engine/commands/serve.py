"""`onewindow serve`: the server of one or more towns."""

from __future__ import annotations

import gc
import socket
import sys
from pathlib import Path

import click
import uvicorn

from engine.commands.arguments.places import root_option, the_root
from engine.matter.records import MatterError
from engine.service.centre.time_source import compare
from engine.service.starting.demonstration import fill_demonstration
from engine.service.starting.opening import open_service
from engine.store.errors import StoreError
from engine.web.app import make_app
from engine.web.server.connections import bounded
from engine.web.server.settings import DemonstrationAccount, Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve", help="启动服务。数据放在 --data，主密钥放在 --key（不要和数据、备份放在一起）。")
@root_option
@click.option("--town", "towns", multiple=True, metavar="TOWN", help="开哪个镇，可以写多次；只有一个镇时可以不写。")
@click.option("--data", "data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", "key", default=None, metavar="FILE", help="主密钥文件；没有数据时会自动生成。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口。")
@click.option("--address", default=None, metavar="URL", help="印在二维码里的对外网址；不写就用监听地址。")
@click.option("--time-source", default=None, metavar="HOST", help="校时服务器（NTP）；时钟与它差五分钟以上就不收件。")
@click.option(
    "--proxy", "proxies", multiple=True, metavar="IP", help="做 HTTPS 的代理的地址，可以写多次；按它说的来处限次。"
)
@click.option("--demonstration", is_flag=True, help="演示：列出演示账号，放入示范办件；只能在本机使用。")
def command(
    root: str | None,
    towns: tuple[str, ...],
    data: str,
    key: str | None,
    host: str,
    port: int,
    address: str | None,
    time_source: str | None,
    proxies: tuple[str, ...],
    demonstration: bool,
) -> None:
    """Serve until stopped; exit 2 with one plain sentence when it cannot start."""
    if demonstration and host not in LOOPBACK:
        _stop("演示只能在本机打开，请去掉 --host，或者去掉 --demonstration。")
    if _taken(host, port):
        _stop(f"端口 {port} 已经被别的程序占用。请换一个，例如：make run PORT={port + 1}")
    place = the_root(root)
    names = towns or tuple(sorted(p.parent.name for p in place.glob("towns/*/town.yaml")))
    if not towns and len(names) != 1:
        _stop(f"请用 --town 说明开哪个镇：{'、'.join(names)}" if names else f"{place} 里没有 towns/<镇>/town.yaml。")
    here = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    try:
        service = open_service(
            place, names, Path(data), Path(key) if key else None, address=(address or here).rstrip("/")
        )
        if time_source:
            source, _, its_port = time_source.partition(":")
            service.time_source = (source, int(its_port) if its_port.isdigit() else 123)
            compare(service)
        shown = [one for name in names for one in fill_demonstration(service, place, name)] if demonstration else []
        for name in names:
            for problem in service.catalogues[name].problems:
                if problem.severity == "error":
                    click.echo(str(problem), err=True)
            if not service.store.accounts(name):
                click.echo(f"「{name}」还没有账号，请先用 onewindow user add 添加（服务停着时运行）。", err=True)
        accounts = tuple(DemonstrationAccount(s.login, s.password, s.name, s.role, s.place) for s in shown)
        settings = Settings(secret=service.store.pages_key, secure_cookies=not demonstration, demonstration=accounts)
        if demonstration:
            click.echo(f"一窗已启动，请用浏览器打开 {here} （停止请按 Ctrl+C）")
        else:
            click.echo(f"一窗已启动，监听 {here}；工作人员要通过 https 的反向代理打开（停止请按 Ctrl+C）")
        gc.freeze()  # what is loaded stays: looking for garbage need not go through it again and again
        uvicorn.run(
            make_app(service, settings), host=host, port=port, http=bounded(proxies), ws="none", log_level="warning",
            server_header=False, proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies),
            timeout_graceful_shutdown=5,
        )  # fmt: skip
    except (MatterError, StoreError) as error:
        _stop(str(error))
    service.store.close()


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(2)


def _taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
