"""What an outcome means: ok, moved, gone, blocked, soft-404, insecure or down, and why. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from hkai.links import reading
from hkai.links.outcome import Outcome, Trouble, same_page


class LinkClass(StrEnum):
    """What became of an address."""

    ok = "ok"
    moved = "moved"
    gone = "gone"
    soft_404 = "soft-404"
    blocked = "blocked"
    insecure = "insecure"
    down = "down"


@dataclass(frozen=True)
class Verdict:
    """A class and the reason for it; `to` is the new address of what has moved."""

    kind: LinkClass
    reason: str = ""
    to: str | None = None


_OF_TROUBLE = {
    Trouble.name: LinkClass.gone,
    Trouble.certificate: LinkClass.insecure,
    Trouble.tls: LinkClass.insecure,
    Trouble.robots: LinkClass.blocked,
    Trouble.robots_unread: LinkClass.blocked,
    Trouble.private: LinkClass.blocked,
    Trouble.asked_to_wait: LinkClass.blocked,
}  # any other: down

_DOCUMENT = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|csv|zip|mp[34])$", re.IGNORECASE)
_VIEWER = re.compile(r"/(blob|viewer?|preview)/", re.IGNORECASE)


def judge(outcome: Outcome) -> Verdict:
    """The verdict on what came back from an address."""
    if outcome.trouble:
        words = f"{outcome.trouble}: {outcome.detail}" if outcome.detail else str(outcome.trouble)
        return Verdict(_OF_TROUBLE.get(outcome.trouble, LinkClass.down), words)
    page = reading.read(outcome.text) if outcome.text is not None else None
    if wall := _wall(outcome, page):
        return Verdict(LinkClass.blocked, wall)
    if bad := _by_status(outcome.status or 0):
        return bad
    if error := _error_page(outcome, page):
        return Verdict(LinkClass.soft_404, error)
    if page and page.empty:
        return Verdict(LinkClass.down, "an empty page")
    return _sound(outcome, page)


def _by_status(status: int) -> Verdict | None:
    """What the status alone says, None if it is good."""
    words = _status(status)
    if 200 <= status < 300 or status == HTTPStatus.NOT_MODIFIED:
        return None
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Verdict(LinkClass.gone, words)
    if 500 <= status < 600 or status in (408, 425):
        return Verdict(LinkClass.down, words)
    if status >= 400:
        return Verdict(LinkClass.blocked, words)
    return Verdict(LinkClass.down, f"{words}, which leads nowhere")


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"


def _sound(outcome: Outcome, page: reading.Reading | None) -> Verdict:
    """The verdict on a page that is there: moved or ok."""
    if (to := outcome.moved_to) and not same_page(outcome.url, to):
        hop = outcome.hops[0]
        return Verdict(LinkClass.moved, _status(hop.status), to)
    anchor = unquote(urlsplit(outcome.url).fragment)
    if page and outcome.whole and re.match(r"[^:/!~]", anchor) and anchor not in page.anchors:
        return Verdict(LinkClass.ok, "but the part of it that the link names was not found")
    return Verdict(LinkClass.ok)


# --- walls ----------------------------------------------------------------------------------

_WALL_HEADERS = ("cf-mitigated", "x-amzn-waf-action")
_WALL = re.compile(
    r"just a moment|one moment, please|attention required!|checking your browser|verify(ing)? (that )?you are (a )?human"
    r"|are you (a robot|human)|human verification|pardon our interruption|security check(point)?|ddos.guard"
    r"|client challenge|bot verification|access (to this page has been )?denied|please enable (js|javascript) and"
    r"|request unsuccessful|captcha|安全[驗验][證证]|人[機机][驗验][證证]|[請请]完成.{0,6}[驗验][證证]|[訪访][問问][驗验][證证]"
    r"|滑[動动][驗验][證证]|[驗验][證证]您?是否?[為为]?真人",
    re.IGNORECASE,
)
_WALL_MARKUP = (
    "/cdn-cgi/challenge-platform/",
    "_Incapsula_Resource",
    "geo.captcha-delivery.com",
    "window.gokuProps",
)
_LOGIN = re.compile(
    r"(^|[/._-])(log-?in|sign-?in|sso|oauth2?|auth|consent|captcha|challenge|validate|cookie-?wall)([/._?-]|$)",
    re.IGNORECASE,
)


def _wall(outcome: Outcome, page: reading.Reading | None) -> str | None:
    """Why what came back is not the page but a wall before it, or None."""
    if any(name in outcome.headers for name in _WALL_HEADERS):
        return "a page that checks for programs"
    if page:
        said = " | ".join([page.title, *page.headings[:2]])
        small = len(outcome.text or "") < 50_000
        if small and (found := _WALL.search(said)):
            return f"a page that checks for programs: “{found[0]}”"
        if len(outcome.text or "") < 10_000 and any(mark in outcome.text for mark in _WALL_MARKUP):
            return "a page that checks for programs"
    if outcome.hops and _LOGIN.search(_where(outcome.final)) and not _LOGIN.search(_where(outcome.url)):
        return "redirects to a page that asks to sign in or to consent"
    return None


def _where(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"


# --- error pages that say 200 -----------------------------------------------------------------

_THING = r"(page|article|story|document|file|content|post|url|resource|site|item|link|news)"
_PAGE = r"(page|article|story|document|file|content|url|resource)"
_ERROR_ALONE = re.compile(
    rf"(sorry|oops|whoops|uh.oh|http|error)*\W*(error\W*)?(4(04|10)(\W*(error|page|({_THING} )?not found|gone))?|{_THING} (was |is )?(not found|missing|unavailable"
    rf"|no longer available|does ?n[o'’]t exist)|(not found|no results found)|(http )?(error|status)( code)?\W*4(04|10)"
    rf"|{_THING} (can ?not|can't|could not|couldn't) be found|not found\W*{_THING}?|{_THING}\W*error"
    r"|抱歉|[對对]不起|很抱歉|出[錯错]了?|[錯错][誤误]|系[統统]提示|找不到([該该此您][^ ]{0,4})?([頁页]面|[網网][頁页]|[檔文]案?件?|[內内]容|文章)?"
    r"|(您所?[^ ]{2,6}的)?([頁页]面|[網网][頁页]|文章|[內内]容|[該该此][頁页]面?)(不存在|未找到|找不到|已?被?[刪删]除|已下架|已失效)"
    r"|[無无]法找到([該该此]?[頁页]面|[網网][頁页])?)\W*",
    re.IGNORECASE,
)
_ERROR_WITHIN = re.compile(
    rf"\b{_PAGE} (that )?you('re|[’]re| are| were| have|[’]ve)? (\w+ )?(looking for|requested|trying to \w+|want)"
    rf"|\b{_PAGE} (can ?not|can[’']t|could not|couldn[’']t|was not|is not|does not|doesn[’']t) (be )?(found|exist|available)"
    rf"|\b{_PAGE} (is )?no longer (available|exists?)|\b{_PAGE} (may |might )?(has|have) been (removed|deleted)"
    rf"|\b(can[’']?t|can ?not|couldn[’']?t|could not|unable to) (seem to )?find (the|that|this|your) (\w+ )?{_PAGE}"
    r"|[頁页][^，。]{0,12}(不存在|找不到|已?被?[刪删]除|[無无]法(找到|顯示|显示))|找不到[^，。]{0,10}[頁页]",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"\b(domain (name )?(is |may be )?(for sale|parked|expired)|buy this domain|account (has been )?suspended"
    r"|website (has )?expired|site not found|welcome to nginx|apache2 .{0,20}default page|iis windows server)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+[-–—|·•:»«]+\s+|\s*[|｜_»«]\s*|\s+-\s*|[：]")
_ERROR_PATH = re.compile(
    r"/(error|errors)(/|$)|/(err(or)?[-_]?)?404([./-]|$)|page[-_]?not[-_]?found|/not[-_]?found|/error\.\w+$|/(no|missing)page",
    re.IGNORECASE,
)
_LANGUAGE = (
    r"(en|eng|english|zh|tc|sc|hk|cn|b5|gb|big5|chi|chs|cht|en[-_](hk|us|gb)|zh[-_](hk|tw|cn|han[st]))"
)
_HOME = re.compile(
    rf"^/?({_LANGUAGE}(/|$)){{0,2}}((index|home|default|main|welcome)(\.\w+)?)?/?$", re.IGNORECASE
)
_IDLE_KEYS = re.compile(r"^(utm_\w+|ref|src|from|lang|language|locale|hl)$", re.IGNORECASE)


def _error_page(outcome: Outcome, page: reading.Reading | None) -> str | None:
    """Why a page with a good status is an error page all the same, or None."""
    if outcome.hops and not is_home(outcome.url):
        if is_home(outcome.final):
            return "redirects to the home page"
        if _ERROR_PATH.search(urlsplit(outcome.final).path) and not _ERROR_PATH.search(
            urlsplit(outcome.url).path
        ):
            return "redirects to an error page"
    if not page:
        return None
    if said := _says_error(page):
        return f"the page says “{said}”"
    path = urlsplit(outcome.url).path
    if _DOCUMENT.search(path) and not _VIEWER.search(path):
        return "a document by its name, but a web page came"
    return None


def _says_error(page: reading.Reading) -> str | None:
    """The words by which a page says that it is not there: in its title, or in its first headings."""
    for part in _BETWEEN.split(page.title):
        if part.strip() and _ERROR_ALONE.fullmatch(part.strip()):
            return part.strip()[:60]
    for line in (page.title, *page.headings[:3]):
        short = line[:120]
        if line == short and ((found := _ERROR_WITHIN.search(short)) or (found := _PARKED.search(short))):
            return found[0][:60]
        if line != page.title and _ERROR_ALONE.fullmatch(short):
            return short[:60]
    return None


def is_home(url: str) -> bool:
    """Whether an address is that of a home page, in any language."""
    parts = urlsplit(url)
    idle = all(_IDLE_KEYS.match(key) for key, _ in parse_qsl(parts.query, keep_blank_values=True))
    return idle and bool(_HOME.match(unquote(parts.path)))
