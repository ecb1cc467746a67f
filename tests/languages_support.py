"""What tests must know of each language to read its sentences, once; and how many languages a test needs."""

from zlib import crc32

from analytics.text import DEFAULT, languages

OTHERS = [language for language in languages() if language != DEFAULT]


def languages_of(subject: str) -> tuple[str, str]:
    """English and one other language, for tests of what no language can change: that a page opens, what a link holds.

    Which other one goes by the subject, so that all of them have their turn. Tests of texts, widths and numbers go
    through `languages()`.
    """
    return DEFAULT, OTHERS[crc32(subject.encode()) % len(OTHERS)]


BYTES = {"ar": 1.3}
"""How much more a page may weigh whose letters take two bytes each."""
OF_ONE_THEME = (
    r"(pale|dark|light)(r|er|st|est)?|black|white",
    r"foncée?s?|claire?s?|pâles?|sombres?|noire?s?|blanche?s?",
    r"oscur[oa]s?|clar[oa]s?|pálid[oa]s?|negr[oa]s?|blanc[oa]s?",
    r"escur[oa]s?|clar[oa]s?|pálid[oa]s?|pret[oa]s?|branc[oa]s?",
    r"(ال)?(غامقة?|فاتحة?|داكنة?|باهتة?|سوداء|أسود|بيضاء|أبيض)",
)
"""Words for colours that hold in the light theme or in the dark one only."""
NUMBERS = (
    r"five|ten|fifteen|twenty|hundred",
    r"cinq|dix|quinze|vingt|cent",
    r"cinco|diez|quince|veinte|cien",
    r"cinco|dez|quinze|vinte|cem",
    r"خمسة?|عشرة?|عشر[يو]ن|مئة|مائة",
)
"""Words for numbers that a threshold may be."""
AT_MOST = (
    r"fewer than|under|at least",
    r"moins de|au moins|inférieure à",
    r"menos de|al menos|como mínimo|inferior a",
    r"menos de|pelo menos|no mínimo|inferior a",
    r"أقل من|ما لا يقل عن|على الأقل",
)
OR_MORE = ("or more", "ou plus", "o más", "ou mais", "أو أكثر")
CATEGORY = "category|catégorie|categoría|categoria|الفئة"
TO = "to|à|a|إلى"
NO_THRESHOLD = {
    r"95.?%": "the level of every interval",
    r"100.?%": "a whole",
    r"(19|20)\d\d": "years: of sources, of data, of publications",
    r"M49|UTF-(8|16)|ISO 3166|A/HRC/WG\.6/\S+/3|41/BRA|BM25": "names of standards, documents and methods",
    r"(ICCPR|PIDCP)-(OP|PF)\d|(ILO|OIT) \d+": "names of treaties",
    rf"\d+–\d+|\d+ ({TO}) \d+|(session|sesión|sessão) \d+|({CATEGORY}) [45]": "sessions, codes, choices",
    r"(Joint|Conjointes|Conjuntas), 10|[358] (neighbours|voisins|vecinos|vizinhos)": "choices of the reader",
    r"^\d+ (states|États|Estados)$": "choices of the reader",
    r"\b(659|21|32|50)\b|cinquantaine": "counts of what a source or a sample holds",
    rf"[×÷]2|\b[01]\b(?!–| ({TO}) )|; 2\b|2[.,]5": "marks of a scale and what they mean",
    rf"\(({CATEGORY}) [1-5]\)": "names of the categories of action",
    r"(five|cinq|cinco) (groups|groupes|grupos)": "how many groups the UN has",
    r"(twenty|vingt)-(five|cinq) (percentage points|points de pourcentage)|veinticinco|vinte e cinco": "an example",
    rf"(up to|jusqu'à|hasta|até) [235]\b|(de|vai de) 0 ({TO}) (4|12|100)\b": "points of a source or a scale",
    r"one in twenty|sur vingt|uno de cada veinte|una de cada veinte|uma? em (cada )?vinte": "a rate of errors",
    r"nine in ten|neuf recommandations sur dix": "the bound of a class that a sentence names",
    r"nueve de cada diez|nove em cada dez": "the bound of a class that a sentence names",
    r"four to five years|quatre à cinq (ans|années)": "how often a state is reviewed, by the resolution of the review",
    r"cuatro o cinco años|quatro (a|ou) cinco anos": "how often a state is reviewed, by the resolution of the review",
    r"(five|cinq|cinco) (issues|thèmes|temas)|20 (issues|thèmes|temas)": "how many are drawn or read",
    r"first 20|20 premiers|primeras 20|20 primeiras": "how many are drawn or read",
    r"500 organi[sz]a\w+|25 mi?em": "quoted",
    r"الدورة \d+|(التأسيس|والتمويل|والمناصرة) حتى [235]": "sessions, and points of a source",
    r"^\d+ دولة?$|^\d+ دول$|[358] جيران|مشتركة، 10": "choices of the reader",
    r"واحد من كل عشرين": "a rate of errors",
    r"تسع توصيات من كل عشر": "the bound of a class that a sentence names",
    r"أربع إلى خمس سنوات|أربع عشرة دولة": "how often, and how many, by the resolution of the review",
    r"خمس وعشرون نقطة مئوية|اثنتي عشرة منظمة": "an example, and how many are named",
    r"خمسة أرقام|المواضيع الخمسة|20 موضوعاً|أول 20": "how many are drawn or read",
    r"«500 منظمة»|25 عضواً|2 ?: ضعف": "quoted, and a mark of a scale",
}
"""What a number in a sentence may be, beside a threshold, and why it is none."""
