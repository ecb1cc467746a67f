"""Words that would be markup if anybody read them as such: forty payloads, and what a browser must not make of them."""

import csv

from analytics.loading import intake
from analytics.loading.given import Given

EVIL = "evil.test"
PAYLOADS = (
    "# zqxa",
    "###### zqxb",
    "zqxc\n===",
    "zqxd\n---",
    "y\n# zqxe",
    "y\r## zqxf",
    "y\n\n    zqxg",
    "[zqxh](http://evil.test)",
    "[zqxi][1]\n\n[1]: http://evil.test",
    "![zqxj](http://evil.test/j.png)",
    "[![zqxk](http://evil.test/k.png)](http://evil.test)",
    "<http://evil.test/zqxl>",
    "http://evil.test/zqxm",
    "https://evil.test/zqxn",
    "www.evil.test/zqxo",
    "WWW.evil.test/zqxp",
    "zqxq@evil.test",
    "mailto:zqxr@evil.test",
    "<b>zqxs</b>",
    "<a href='http://evil.test'>zqxt</a>",
    "<img src='http://evil.test/u.png' onerror='alert(1)'>zqxu",
    "<script>alert('zqxv')</script>",
    ":red[zqxw]",
    ":blue-background[zqxx]",
    ":rainbow[zqxy]",
    ":red-badge[zqxz]",
    ":material/zqxaa:",
    ":streamlit: zqxab",
    ":smile: zqxac",
    ":tada::100: zqxad",
    "$zqxae$",
    "$$zqxaf^2$$",
    "`zqxag`",
    "```\nzqxah\n```",
    "**zqxai** *zqxaj* ~~zqxak~~",
    "__zqxal__ _zqxam_",
    "zqxan[^1]\n\n[^1]: http://evil.test",
    "| zqxao | b |\n|---|---|\n| zqxap | d |",
    "&lt;zqxaq&gt; &#42;zqxar&#42; &copy;",
    ":::zqxas\n- [ ] zqxat\n> zqxau\n1. zqxav",
)
MADE = (
    *("a", "code", "pre", "em", "strong", "b", "i", "del", "sup", "sub", "blockquote", "li", "hr", "span[style]"),
    *("h1", "h2", "h3", "h4", "h5", "h6", ".stMarkdownColoredText", ".stMarkdownColoredBackground", ".stMarkdownBadge"),
    *("[data-testid=stMarkdownContainer] table td", "svg a", "tspan[style*=color]"),
)
"""What Markdown, Streamlit and Plotly make of words: a word of a payload in it, without its marks, was not text."""
FOUND = """([made, payloads]) => {
    const bare = words => words.replaceAll("\\u2060", "").replaceAll(/\\s/g, "");
    const tokens = payloads.map(each => [each.match(/zqx[a-z]+/)[0], bare(each.split("\\n\\n")[0]).slice(0, 25)]);
    const lost = element => {
        const text = bare(element.textContent);
        const first = text.match(/^zqx[a-z]+/)?.[0];
        return tokens.some(([token, whole]) => token === first && !text.includes(whole));
    };
    const seen = [...document.querySelectorAll(made.join(","))].filter(lost);
    const there = [".katex", "img[src*=evil]", "img[alt^=zqx]", "[href*=evil]:not([href^='#'])", "[src*=evil]",
        "svg a:not([href^='#'])", "[href^='mailto:']", "img[alt='Streamlit logo']", "[aria-label='zqxaa icon']",
        "a[data-footnote-ref]", "[data-testid=stMarkdownContainer] input"];
    const text = document.body.innerText;
    const drawn = ["😄", "🎉", "💯", "<zqxaq>", "*zqxar*", "©"].filter(each => text.includes(each));
    const made_of = [...seen, ...document.querySelectorAll(there.join(","))];
    return made_of.map(each => each.outerHTML.slice(0, 300)).concat(drawn);
}"""


def made_of_payloads(page):
    """What a page made of words that are only words."""
    return page.evaluate(FOUND, [list(MADE), list(PAYLOADS)])


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return Given(path)


def hostile_data(folder, root):
    """Load lists whose every word is a payload: texts, themes, titles, names, cities, codes, names of files."""
    header = ("state under review", "session", "recommending states", "text", "response", "themes", "paragraph")
    recommendations = [
        ("KEN" if place % 2 else "GHA", 44, "FRA", f"Lantern {each} {place}", "accepted", each.replace("|", "/"), each)
        for place, each in enumerate(PAYLOADS)
    ]
    refused = [(each, 44, each, each, each, "", "") for each in PAYLOADS]
    rows = write(folder / "[zqx](http:evil.test) #1 :red[x].csv", [header, *recommendations, *refused])
    head = ("state", "session", "code", "kind", "name", "members", "city", "country")
    joint = [
        ("Kenya", 8, f"JS{place}", "joint", each, f"{each.replace('|', '/')} (Z{place})|Beta Doors", each, "Kenya")
        for place, each in enumerate(PAYLOADS)
    ]
    lists = write(
        folder / "lists `zqx` $x$.csv", [head, *joint, ("Kenya", 8, PAYLOADS[0], PAYLOADS[7], "", PAYLOADS[9], "", "")]
    )
    intake.load([rows], root)
    intake.load([lists], root)
