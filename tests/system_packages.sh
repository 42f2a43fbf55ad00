#!/bin/sh
# What the tests need from the system: a Chromium with Chinese and CJK fonts, and pdftotext/pdftoppm.
# Installs them where it may (root on Debian); otherwise says in one sentence what is missing.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium chromium-l10n"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "正在安装测试用的系统软件包：$missing …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends fontconfig $missing >/dev/null && exit 0
fi
echo "缺少测试用的系统软件包，请管理员安装后再运行：$missing" >&2
[ "${CI:-}" = "true" ] && exit 1
exit 0
