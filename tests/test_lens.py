"""The civil-society lens: its rules on short invented texts, its sample, and how well it finds what a reader finds."""

import csv
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics import flags
from analytics.compiling import lens_sample, lens_scores
from analytics.compiling.lens_design import CIVIL_SOCIETY, Row
from analytics.lens import plain, read_lens

DATA = Path(__file__).resolve().parents[1] / "data"
FLAGS = {"N": "names_civil_society", "C": "consults", "F": "follow_up", "R": "room", "D": "defenders"}
NOTHING = ""


@pytest.fixture(scope="module")
def lens():
    return read_lens(DATA / "lens.toml")


@pytest.fixture(scope="module")
def rows(sources):
    return lens_sample.read_rows(sorted((sources / "upr_info_2018").glob("*.csv")))


@pytest.fixture(scope="module")
def earlier(sources):
    """The export of 2015, from which the first period was drawn."""
    files = ("1-5", "6-9", "10-13", "14-17", "17-20", "voluntary")
    return lens_sample.read_rows(sources / "upr_info" / f"{name}.csv" for name in files)


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Texts invented for this test, each with the flags that its author gave it

ENGLISH = {
    "Ask NGOs for their opinion and consult civil society on the water bill": "NC",
    "Draft the housing plan together with women's organisations and tenants": "NC",
    "Let grass-roots groups take part when the school law is written": "NC",
    "Work with local charities to feed every pupil": "NC",
    "Send a brochure about the water bill to every non-governmental organisation": "N",
    "Teach trade unions about safety at sea": "N",
    "Include civil society in the follow-up to the UPR": "NCF",
    "Report every second year, together with NGOs, on how the accepted recommendations were carried out": "NCF",
    "Involve associations of civil society in carrying out the recommendations of the Committee": "NC",
    "Follow up on this review every year": NOTHING,
    "Repeal the law on NGOs and lift the limits on their foreign funding": "NR",
    "Stop harassing civil society organizations": "NR",
    "Create a safe and enabling environment for non\u2011governmental organisations": "NR",
    "Respect freedom of opinion, assembly and association": "R",
    "Let people hold peaceful demonstrations in front of the palace": "R",
    "Guarantee collective bargaining in the ports": "R",
    "Protect human rights defenders": "D",
    "Free the activists who were arrested in spring": "D",
    "Welcome the visit of the expert who speaks for human rights defenders": "D",
    "Protect human rights defenders and stop the intimidation of NGOs": "NRD",
    "Give the Public Defender a larger office": NOTHING,
    "Release all political activists": NOTHING,
    "Vote for the resolution of the General Assembly on the moratorium": NOTHING,
    "Hold the election of the National Assembly on time": NOTHING,
    "Ratify the civil and political covenant": NOTHING,
    "Fight every manifestation of racism in society": NOTHING,
    "Strengthen national human rights institutions and cooperate with international organisations": NOTHING,
    "Consult the indigenous peoples before a mine is opened": NOTHING,
    "Consult all stakeholders before a mine is opened": NOTHING,
    "Join the association agreement with the European Union": NOTHING,
    "Disarm the militias and other non-governmental armed groups": NOTHING,
}
FRENCH = {
    "Consulter les ONG avant d’adopter la loi sur l’eau": "NC",
    "Associer pleinement la société civile au suivi de l'Examen périodique universel": "NCF",
    "Renforcer la coopération avec les organisations de femmes": "NC",
    "Distribuer le guide aux organisations non gouvernementales": "N",
    "Lever les obstacles à l'enregistrement des ONG": "NR",
    "Garantir la liberté de réunion et d'association": "R",
    "Laisser se tenir les manifestations pacifiques": "R",
    "Protéger les défenseurs et les défenseuses des droits de l'homme": "D",
    "Libérer les militants des droits humains": "D",
    "Mettre fin à toutes les manifestations de racisme dans la société": NOTHING,
    "Faciliter la réunion familiale des réfugiés": NOTHING,
    "Nommer le Défenseur des droits dans les meilleurs délais": NOTHING,
    "Coopérer avec les organisations internationales": NOTHING,
}
SPANISH = {
    "Consultar a las ONG antes de aprobar la ley de aguas": "NC",
    "Incluir a la sociedad civil en el seguimiento del Examen Periódico Universal": "NCF",
    "Trabajar con las organizaciones de mujeres en las escuelas": "NC",
    "Enviar la guía a las organizaciones no gubernamentales": "N",
    "Eliminar las restricciones impuestas a las organizaciones de la sociedad civil": "NR",
    "Garantizar la libertad de reunión y de asociación": "R",
    "Permitir las manifestaciones pacíficas en la plaza": "R",
    "Proteger a los defensores y las defensoras de los derechos humanos": "D",
    "Liberar a las activistas detenidas en la primavera": "D",
    "Dotar de recursos a la Defensoría del Pueblo": NOTHING,
    "Combatir todas las manifestaciones de discriminación en la sociedad": NOTHING,
    "Cooperar con las organizaciones internacionales": NOTHING,
}

# Known misses of version 1, kinds that the sample showed or its author thought of. A rule that mends one fails here.
MISSED = {
    "Write the report with NGOs involved": "NC",
    "Guarantee an environment conducive to the free work of reporters, defenders of nature and civil society": "NR",
    "Reform the registration process so that organizations can start their work sooner": "NR",
    "Guarantee the right to set up unions in the ports": "NR",
    "Make the inspection of NGOs less frequent": "NR",
    "Widen the space of civil society": "NR",
    "Let unregistered associations meet in public rooms": "NR",
    "Find out who made members of civil society disappear": "NR",
    "Keep the worries of civil society in mind in the water bill": "NC",
}


@pytest.mark.parametrize(("text", "expected"), (ENGLISH | FRENCH | SPANISH).items())
def test_a_text_gets_the_flags_its_author_gave_it(lens, text, expected):
    assert lens.flags(text) == {FLAGS[letter] for letter in expected}


@pytest.mark.xfail(strict=True, reason="beyond the rules of this version")
@pytest.mark.parametrize(("text", "expected"), MISSED.items())
def test_a_known_miss_is_found(lens, text, expected):
    assert {FLAGS[letter] for letter in expected} <= lens.flags(text)


@pytest.mark.parametrize(("language", "texts"), [("en", ENGLISH), ("fr", FRENCH), ("es", SPANISH)])
def test_the_language_of_a_text_is_among_those_it_is_read_in(lens, language, texts):
    assert [text for text in texts if language not in lens.languages(plain(text).split())] == []


@pytest.mark.parametrize(
    "written",
    [
        "LET CIVIL SOCIETY TAKE PART IN THE FOLLOW-UP TO THE UPR",
        "Let\u00a0civil \n society  take part in the follow\u2010up to the U.P.R.",
        "Let civil&nbsp;society take part in the follow&#45;up to the \u201cUPR\u201d",
        "Let ci\u00advil soci\u0301ety take part in the follow\u2013up to the UPR;",
    ],
)
def test_capitals_accents_quotes_hyphens_entities_and_spaces_do_not_matter(lens, written):
    assert lens.flags(written) == {"names_civil_society", "consults", "follow_up"}


def test_a_plain_text_is_words_between_single_spaces():
    assert plain("L\u2019\u0153uvre des N.G.O.s; women\u2019s non-profit &amp; co.") == (
        " l oeuvre des ngo s . women s non profit co . "
    )


def test_a_gap_does_not_reach_into_the_next_sentence(lens):
    assert lens.flags("Consult the ministers. Civil society is thanked") == {"names_civil_society"}


def test_many_texts_get_what_each_gets(lens):
    texts = [*ENGLISH, *SPANISH, *ENGLISH]
    assert lens.flags_of_all(texts) == [lens.flags(text) for text in texts]


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "...", "\ud83d\ude00", "12", "ngo"])
def test_a_text_without_sentences_is_read_too(lens, text):
    assert lens.flags(text) <= {"names_civil_society"}


def test_no_text_makes_the_search_slow(lens):
    # Each start of a pattern, over and over, without its end: a second for all would be 50 times what they take.
    starts = ("participation of including ", "freedom of ", "regist the ", "particip de la ", "harass ngoes grass ")
    assert [lens.flags(start * 3_000) for start in starts] == [set()] * len(starts)


def test_every_flag_has_a_definition_and_patterns_in_each_language(lens):
    assert lens.names == tuple(FLAGS.values())
    assert all(each.definition.endswith(".") and set(each.rules) == {"en", "fr", "es"} for each in lens.definitions)


# A rule file that cannot be used

RULES = """version = "1"
[small_words]
en = ["the"]
[words.en]
doors = ["door", "gate*"]
[[flag]]
flag = "green"
definition = "Green doors."
[flag.en]
patterns = ["green ..2 {doors}"]
"""
BROKEN = {
    "no TOML": ("version = ", "= =", r"is not a TOML file: "),
    "no version": ('version = "1"', "", r'a line such as version = "1" is missing'),
    "no small words": ('en = ["the"]', "", r"the table \[small_words\] is missing"),
    "an empty group": ('["door", "gate*"]', "[]", r"\[words\.en\], 'doors' is empty"),
    "an unknown group": ("{doors}", "{walls}", r"flag 'green', en: .* the group 'walls', .*\. There are: doors\."),
    "a regular expression": ("green ..2", "gr(ee)+n", r"holds 'gr\(ee\)\+n', which is not a plain word"),
    "two wildcards in a word": ("green ..2", "g*n*", r"holds 'g\*n\*', which is not a plain word"),
    "a number of patterns": ('["green ..2 {doors}"]', "5", r" has a value where a table or a list belongs"),
    "only wildcards": ("green ..2 {doors}", "..2 *", r"'\.\.2 \*' has no word that starts with two plain letters"),
    "no patterns": ('["green ..2 {doors}"]', "[]", r"flag 'green', en: there are no patterns"),
    "no definition": ('definition = "Green doors."', "", r"flag 'green': 'flag' or 'definition' is missing"),
    "within nothing": ("[flag.en]", 'within = "red"\n[flag.en]', r"'green' is within 'red', which is no flag above it"),
    "another language": ("[flag.en]", "[flag.eo]\n[flag.en]", r"'eo' is neither a setting nor one of en"),
    "no flag": (RULES[RULES.index("[[flag]]") :], "", r"there is no \[\[flag\]\]"),
}


@pytest.mark.parametrize(("old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_in_a_rule_file_is_said_in_a_sentence(tmp_path, old, new, said):
    path = tmp_path / "lens.toml"
    path.write_text(RULES.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^lens\.toml.*{said}"):
        read_lens(path)


def test_a_small_rule_file_does_what_it_says(tmp_path):
    path = tmp_path / "lens.toml"
    path.write_text(RULES + 'without = ["green house"]\n', encoding="utf-8")
    small = read_lens(path)
    texts = [
        "The green old wooden door",
        "The green very old wooden door",
        "Gateway, green gates",
        "A green house door",
    ]
    assert [bool(small.flags(text)) for text in texts] == [True, False, True, False]


# The sample and the scores


def given():
    """The flags that a reader gave to each text of the sample, by its key."""
    return {row["source_key"]: set(row["flags"].split()) for row in table("lens_sample.csv")}


def test_each_text_of_the_sample_stands_there_once_with_flags_of_the_lens():
    assert len(table("lens_sample.csv")) == len(given()) == 958
    assert set().union(*given().values()) == set(FLAGS.values())
    periods = Counter(row["stratum"].split(":")[2] for row in table("lens_sample.csv"))
    assert periods == {"1-20": 659, "21-27": 299}


def test_the_sample_is_of_the_embedded_recommendations():
    facts = pq.read_table(DATA / "recommendations.parquet", columns=["source_key", "session"])
    if max(facts["session"].to_pylist()) < 27:
        pytest.skip("needs the embedded facts of sessions 1-27")
    assert set(given()) <= set(facts["source_key"].to_pylist())


def test_the_labels_keep_the_definitions():
    labels = given().values()
    for inner, outer in (("consults", "names_civil_society"), ("follow_up", "consults")):
        assert [flags for flags in labels if inner in flags and outer not in flags] == []


def test_the_strata_are_as_large_as_said_and_all_were_drawn_from():
    strata = table("lens_strata.csv")
    sampled = Counter(row["stratum"] for row in table("lens_sample.csv"))
    assert len(strata) == 7 * 4 * 2
    assert {row["stratum"]: int(row["sampled"]) for row in strata} == sampled
    assert all(min(2, int(row["population"])) <= int(row["sampled"]) <= int(row["population"]) for row in strata)


@pytest.mark.parametrize("period", [None, "1-20", "21-27"])
def test_the_lens_finds_what_a_reader_finds(capsys, period):
    scores = lens_scores.scores(part=period)
    with capsys.disabled():
        sys.stdout.write(f"\n  sessions {period or '1-27'}\n")
        for each in scores:
            shares = (
                f"{name} {share.value:.3f} [{share.lower:.3f}, {share.upper:.3f}] n = {share.n}"
                for name, share in (("precision", each.precision), ("recall", each.recall))
            )
            sys.stdout.write(f"  {each.flag:<20} {'; '.join(shares)}\n")
    assert [each.flag for each in scores] == list(FLAGS.values())
    assert {each.flag for each in scores if each.precision.value < 0.9} == set()
    assert {each.flag for each in scores if each.recall.value < 0.8} == set()


@pytest.mark.parametrize("part", ["all", "africa", "asia", "lac", "other", "1-20", "21-27"])
def test_the_committed_scores_are_shares_of_weighted_texts(part):
    # Counted here by hand: each text stands for as many as its stratum holds for each that was drawn.
    weight = {row["stratum"]: Fraction(int(row["population"]), int(row["sampled"])) for row in table("lens_strata.csv")}
    raised = set(flags.read(DATA / flags.FLAGS))
    sums, texts = defaultdict(Fraction), Counter()
    for row in table("lens_sample.csv"):
        for flag in FLAGS.values() if part in {"all", *row["stratum"].split(":")[1:]} else ():
            found, true = (row["source_key"], flag) in raised, flag in row["flags"].split()
            for measure, whole in (("precision", found), ("recall", true)):
                texts[flag, measure] += whole
                sums[flag, measure] += whole * weight[row["stratum"]]
                sums[flag, measure, "right"] += (found and true) * weight[row["stratum"]]
    scores = [row for row in table("lens_scores.csv") if row["sample"] == part and row["flag"] in FLAGS.values()]
    assert len(scores) == len(FLAGS) * 2
    for row in scores:
        whole = row["flag"], row["measure"]
        assert int(row["n"]) == texts[whole]
        assert float(row["value"]) == pytest.approx(float(sums[*whole, "right"] / sums[whole]), abs=1e-6)


def test_the_committed_flags_are_what_the_rules_give(lens, rows):
    raised = zip(rows, lens.flags_of_all(row.text for row in rows), strict=True)
    expected = sorted((row.source_key, flag) for row, found in raised for flag in found)
    assert [each for each in flags.read(DATA / flags.FLAGS) if each[1] in lens.names] == expected


def test_the_committed_sample_is_the_one_that_is_drawn(lens, earlier, rows):
    first, second = (
        {each.source_key for each in lens_sample.draw(texts, lens, CIVIL_SOCIETY, period)}
        for texts, period in ((earlier, "1-20"), (rows, "21-27"))
    )
    again = lens_sample.carried(first, earlier, rows)
    assert len(set(again.values())) == 659
    assert set(again.values()) | second == set(given())
    strata, sizes = lens_sample.population(rows, lens, sampled=given())
    assert {row["source_key"]: row["stratum"] for row in table("lens_sample.csv")}.items() <= strata.items()
    assert {row["stratum"]: int(row["population"]) for row in table("lens_strata.csv")} == sizes


def test_no_text_of_the_sample_was_one_to_make_rules_on(earlier, rows):
    # One text lost its full stop between the exports: by its hash it would now belong to the other part.
    keys = given()
    moved = [row for row in rows if row.source_key in keys and lens_sample.in_development(row.text)]
    assert [row.asked[:2] for row in moved] == [(3, "COL")]
    said = plain(moved[0].text).replace(" .", "")
    then = [row for row in earlier if row.asked == moved[0].asked and plain(row.text).replace(" .", "") == said]
    assert [lens_sample.in_development(row.text) for row in then] == [False]


# How the sample is drawn and carried over, on invented texts


def invented(name, asked, *texts):
    return [Row(f"{name}/{place}", text, "asia", asked) for place, text in enumerate(texts)]


def test_each_period_is_drawn_by_itself_and_as_often_as_its_sizes_say(lens):
    doors = [f"Paint door number {number}" for number in range(40)]
    rows = [*invented("1-20", (3, "FJI", ("PER",)), *doors), *invented("21-27", (22, "FJI", ("PER",)), *doors)]
    measured = sum(not lens_sample.in_development(text) for text in doors)
    design = replace(CIVIL_SOCIETY, sizes={"1-20": {"no_word": 3}, "21-27": {"no_word": 5}})
    drawn = [each for period in design.sizes for each in lens_sample.draw(rows, lens, design, period)]
    assert Counter(each.stratum for each in drawn) == {"no_word:asia:1-20": 3, "no_word:asia:21-27": 5}
    assert lens_sample.draw(rows[40:], lens, design, "21-27") == drawn[3:]
    assert lens_sample.population(rows, lens)[1] == {"no_word:asia:1-20": measured, "no_word:asia:21-27": measured}
    kept = next(row.source_key for row in rows[:40] if lens_sample.in_development(row.text))
    assert lens_sample.population(rows, lens, sampled={kept})[1]["no_word:asia:1-20"] == measured + 1


def test_labels_go_to_the_same_words_whatever_the_punctuation():
    asked = (3, "FJI", ("PER",))
    then = invented("1-20", asked, "Paint the \u2018old\u2019 doors.", "Paint the gates;", "Paint the gates")
    now = invented("21-27", asked, "Paint the gates.", "Paint the 'old'  doors", "Paint the gates")
    assert lens_sample.carried(["1-20/0", "1-20/1", "1-20/2"], then, now) == {
        "1-20/0": "21-27/1",
        "1-20/1": "21-27/0",
        "1-20/2": "21-27/2",
    }


@pytest.mark.parametrize("asked", [(4, "FJI", ("PER",)), (3, "TON", ("PER",)), (3, "FJI", ("PER", "CUB"))])
def test_a_label_whose_text_is_not_found_again_is_named(asked):
    then, now = invented("1-20", (3, "FJI", ("PER",)), "Paint the doors"), invented("21-27", asked, "Paint the doors")
    with pytest.raises(ValueError, match=r"not found again: 1-20/0$"):
        lens_sample.carried(["1-20/0"], then, now)


def test_texts_are_never_written_into_the_project(capsys):
    with pytest.raises(SystemExit):
        lens_sample.main(["--from", "nowhere", "--texts", str(DATA / "texts.csv")])
    assert "lies in the project, which holds no text" in capsys.readouterr().err


def test_labels_for_other_texts_or_flags_are_refused(lens, tmp_path):
    strata = {"key": "no_word:asia:1-20", "unread": "no_word:asia:1-20"}
    for labels in ({"key": {"green"}}, {"key": set(), "other": set()}):
        with pytest.raises(ValueError, match=r"Not so: (green|other)$"):
            lens_sample.write_labels(labels, (strata, {}), lens, data=tmp_path)
    placed = strata, {"no_word:asia:1-20": 7}
    lens_sample.write_labels({"key": {"room", "consults"}}, placed, lens, data=tmp_path)
    assert (tmp_path / "lens_strata.csv").read_text(
        encoding="utf-8"
    ) == "stratum,population,sampled\nno_word:asia:1-20,7,1\n"
    assert (tmp_path / "lens_sample.csv").read_text(encoding="utf-8") == (
        "source_key,stratum,flags\nkey,no_word:asia:1-20,consults room\n"
    )
