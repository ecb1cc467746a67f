"""Signatories of joint submissions as the third cycle prints them: against texts read by hand, and kind by kind.

All organisations in this file are invented, except those of tests/gold/joint_cycle3.csv.
"""

import csv
import sys
import time
from collections import Counter, defaultdict

import pytest
from test_gold import GOLD, forms, matched, rows

from analytics.sources.summaries.joint_texts import read_joint_text
from analytics.sources.summaries.members import LONGEST_LIST, read_signatories
from analytics.sources.summaries.names import Member, split_acronym
from analytics.sources.summaries.wording import StatedSize

HALVES = {
    "development": 45,
    "measured": 45,
    "second": 30,
    "final": 30,
    "third": 60,
    "fourth": 60,
    "fifth": 60,
    "elsewhere": 30,
}
REGIONS = ("africa", "asia", "lac")
WANTED = {"precision": 0.97, "recall": 0.95, "equal": 0.92, "sizes": 0.94}
"""Over all texts, after their errors were read; what was found in texts never seen is in tests/gold/README.md."""


def names(text):
    return [member.name for member in read_joint_text(text).members]


@pytest.fixture(scope="module")
def texts(sources):
    with (sources / "coalitions" / "joint_cycle3" / "joint_texts.csv").open(encoding="utf-8", newline="") as file:
        return {(row["iso3"], row["session_cycle3"], row["code"]): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def gold():
    """Half -> review and code -> forms of the members' names; none of an unsplit text."""
    found = defaultdict(lambda: defaultdict(list))
    for row in rows(GOLD / "joint_cycle3.csv"):
        members = found[row["half"]][row["iso3"], row["session"], row["code"]]
        if row["unsplit"] == "0":
            members.append(forms(row["member"], row["acronym"]))
    return found


def score(gold, texts):
    """Texts, equal lists, equal sizes, members right, found and wanted; per region and in all."""
    totals = defaultdict(Counter)
    for key, wanted in gold.items():
        read = read_joint_text(texts[key]["text"])
        found = [forms(member.name, member.acronym) for member in read.members]
        right = matched(found, wanted)
        counted = Counter(
            texts=1,
            equal=right == len(found) == len(wanted) and not read.kept_whole,
            sizes=(read.size or 0) == len(wanted),
            right=right,
            found=len(found),
            wanted=len(wanted),
        )
        totals[texts[key]["region_m49"]] += counted
        totals["all"] += counted
    return totals


def told(half, region, n):
    return (
        f"    {half:<12}{region:<8}texts {n['texts']:>3}  lists equal {n['equal']:>3}  sizes equal {n['sizes']:>3}  "
        f"precision {n['right'] / n['found']:.3f} (n = {n['found']})  recall {n['right'] / n['wanted']:.3f} "
        f"(n = {n['wanted']})\n"
    )


def test_the_reader_finds_the_signatories_that_a_person_finds(gold, texts, capsys):
    assert {half: len(members) for half, members in gold.items()} == HALVES
    scores = {half: score(gold[half], texts) for half in HALVES}
    together = sum((scores[half]["all"] for half in HALVES), Counter())
    with capsys.disabled():
        sys.stdout.write("\n  signatories of joint submissions of the third cycle\n")
        sys.stdout.writelines(
            told(half, region, scores[half][region])
            for half in HALVES
            for region in (*REGIONS, "all")
            if scores[half][region]["found"]
        )
        sys.stdout.write(told("together", "all", together))
    assert together["right"] / together["found"] >= WANTED["precision"]
    assert together["right"] / together["wanted"] >= WANTED["recall"]
    assert together["equal"] / together["texts"] >= WANTED["equal"]
    assert together["sizes"] / together["texts"] >= WANTED["sizes"]


def test_every_text_is_read_and_an_unsplit_one_has_neither_members_nor_size(texts):
    read = [read_joint_text(row["text"]) for row in texts.values()]
    unsplit = [each for each in read if each.unsplit]
    assert len(read) == 1840
    assert all(not each.members and each.size is None for each in unsplit)
    assert len(unsplit) <= 0.03 * len(read)
    partly = [each for each in read if each.kept_whole]
    assert all(each.members and each.size is None and not each.unsplit for each in partly)
    assert len(partly) <= 0.03 * len(read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Addresses.
        ("Blue Hill Trust and Elm Network; Nairobi (Kenya)", "Blue Hill Trust | Elm Network"),
        ("Blue Hill Trust; Kampala (Uganda); Elm Network; Geneva (Switzerland)", "Blue Hill Trust | Elm Network"),
        ("Blue Hill Trust Paris (France), Elm Network Geneva (Switzerland)", "Blue Hill Trust | Elm Network"),
        (
            "Blue Hill Trust, Elm Network, the Oak Institute (Kenya/Uganda)",
            "Blue Hill Trust | Elm Network | Oak Institute",
        ),
        ("Elm Network (ELMA, Argentina), Oak Institute (Chile)", "Elm Network | Oak Institute"),
        (
            "Elm Network, Washington, DC (United States of America), Tall Tree Fund, Inc., Lima (Peru)",
            "Elm Network | Tall Tree Fund, Inc.",
        ),
        (
            "Institute of Dayton Elms; Oak Network; Dayton (United States of America)",
            "Institute of Dayton Elms | Oak Network",
        ),
        ("Elm Network; Washington D.C. (United States of America)", "Elm Network"),
        # Names with nothing between them.
        ("Elm Network (ELMN) Oak Institute (OAKI)Pine Centre (PC)", "Elm Network | Oak Institute | Pine Centre"),
        (
            "The Elm Network of Doors The Oak Institute for Gates, Lima, Peru",
            "The Elm Network of Doors | The Oak Institute for Gates",
        ),
        (
            "World Coalition Against the Death Penalty Elm Network",
            "World Coalition Against the Death Penalty | Elm Network",
        ),
        ("Fundación Puertas Abiertas (FPA) Red de Ventanas (RV)", "Fundación Puertas Abiertas | Red de Ventanas"),
        ("Elm Doors Ghana Oak Gates Ghana Pine Roads Ghana", "Elm Doors Ghana | Oak Gates Ghana | Pine Roads Ghana"),
        # "and" in the languages of the lists.
        ("Elm Network and Oak Institute", "Elm Network | Oak Institute"),
        ("Centre for Doors and Justice and the Oak Institute", "Centre for Doors and Justice | Oak Institute"),
        (
            "Legal Centre for the Protection of Doors and the Environment (LCP)",
            "Legal Centre for the Protection of Doors and the Environment",
        ),
        ("Musk and Deer in Woods (DIW)", "Musk | Deer in Woods"),
        ("Red de Puertas (RP) y Grupo de Ventanas Altas", "Red de Puertas | Grupo de Ventanas Altas"),
        ("Centro de Puertas y Paz", "Centro de Puertas y Paz"),
        ("ELMA International et le Réseau des Portes", "ELMA International | le Réseau des Portes"),
        (
            "Associação das Portas, Associação dos Muros, e Associação de Janelas",
            "Associação das Portas | Associação dos Muros | Associação de Janelas",
        ),
        # Words that join, and donors.
        (
            "Elm Network in partnership with Oak Gates, Pine Doors and Ash Union",
            "Elm Network | Oak Gates | Pine Doors | Ash Union",
        ),
        ("Elm Network along with Oak Institute", "Elm Network | Oak Institute"),
        (
            "Elm Network is submitting this report to the Council in coordination with Oak Institute (OI)",
            "Elm Network | Oak Institute",
        ),
        (
            "Elm Network, DOORS. In collaboration with: Oak Institute; Pine Centre",
            "Elm Network | DOORS | Oak Institute | Pine Centre",
        ),
        (
            "Elm Network (EN), Oak Institute (OI); with financial support from Bank of Doors (BD), Fund of Gates",
            "Elm Network | Oak Institute",
        ),
        ("Red de Puertas; Grupo de Ventanas, con el apoyo del Banco de Muros", "Red de Puertas | Grupo de Ventanas"),
        # Titles, leads and umbrellas.
        (
            "Elm Foundation-Kenya: Oak Gates, Pine Doors Association, Ash Trust (Kenya)",
            "Elm Foundation-Kenya | Oak Gates | Pine Doors Association | Ash Trust",
        ),
        ("Coalition of Doors (which includes Elm Network; Oak Institute), Lima (Peru)", "Elm Network | Oak Institute"),
        (
            "Coalición de Puertas (CP) integrada por: Red de Ventanas, Grupo de Muros y la Fundación Torre (FT)",
            "Red de Ventanas | Grupo de Muros | la Fundación Torre",
        ),
        (
            "Network of Towers (Elm Network, Oak Institute, Pine Centre and Ash Union), Lima, Peru",
            "Elm Network | Oak Institute | Pine Centre | Ash Union",
        ),
        (
            "Elm Association (an umbrella association of 57 organisations in Togo and Mali) and Oak Institute",
            "Elm Association | Oak Institute",
        ),
        ("Coalition of NGOs for UPR-Towers, Lima (Peru), Elm Network, Oak Institute", "Elm Network | Oak Institute"),
        # Lists of other shapes.
        ("1.Elm Network (EN) 2.Oak Institute / Peru 3.Article 19", "Elm Network | Oak Institute / Peru | Article 19"),
        ("Elm Network • Oak Institute • Pine Centre", "Elm Network | Oak Institute | Pine Centre"),
        (
            "Elm Network – Oak Institute – Pine Centre – Ash Union",
            "Elm Network | Oak Institute | Pine Centre | Ash Union",
        ),
        (
            "Elm Network, Centre for Doors, Faculty of Law, University of Gates, Oak Institute",
            "Elm Network | Centre for Doors, Faculty of Law, University of Gates | Oak Institute",
        ),
        ("ELMS, Elm Legal and Moral Society; Oak Institute", "ELMS, Elm Legal and Moral Society | Oak Institute"),
        (
            "Elm Network; Association of Doors, Gates and Friends (ADGF)",
            "Elm Network | Association of Doors, Gates and Friends",
        ),
        (
            "Elm Network; Organisation for Women, Education and Development",
            "Elm Network | Organisation for Women, Education and Development",
        ),
        ("Elm Network; Ash Union; PTX/", "Elm Network | Ash Union"),
        # Acronyms tell which words belong together.
        (
            "Association of Doors, Gates and Elms of May (ADGE), Oak Institute; Ash Union; Tall Trees, Pine Doors (PD)",
            "Association of Doors, Gates and Elms of May | Oak Institute | Ash Union | Tall Trees | Pine Doors",
        ),
        (
            "Red de Puertas de Olmo, REPO y la Organización de Ventanas Unidas, OVU (Panamá)",
            "Red de Puertas de Olmo | la Organización de Ventanas Unidas",
        ),
        ("Elm Network, Oak Institute, UJEDO. (Peru)", "Elm Network | Oak Institute | UJEDO"),
        # Subjects that a name counts up.
        (
            "Elm Network; International Gay, Bisexual, Trans and Intersex Association (IGA); Oak Institute",
            "Elm Network | International Gay, Bisexual, Trans and Intersex Association | Oak Institute",
        ),
        (
            "Red de Puertas, Coordinación de Niños, Niñas y Adolescentes del Olmo (CONO), Grupo de Muros",
            "Red de Puertas | Coordinación de Niños, Niñas y Adolescentes del Olmo | Grupo de Muros",
        ),
        # Lists with nothing but brackets, one opening or slashes between their names.
        (
            "Action des Portes (ADP) Bureau des Murs (BDM) Cadre de toits (COTO) Elan des Rues (EDR)Union (UN)",
            "Action des Portes | Bureau des Murs | Cadre de toits | Elan des Rues | Union",
        ),
        (
            "Elm Act of A; Elm Act of B; Elm Act of C; Elm Act of D; Elm Act of E Elm Act of F",
            "Elm Act of A | Elm Act of B | Elm Act of C | Elm Act of D | Elm Act of E | Elm Act of F",
        ),
        ("Elm Society of A; Oak Union; Society; of Gates", "Elm Society of A | Oak Union | Society of Gates"),
        (
            "/".join(f"Red de Puertas {letter}" for letter in "ABCDEFGHIJKLM"),
            " | ".join(f"Red de Puertas {letter}" for letter in "ABCDEFGHIJKLM"),
        ),
        # Places.
        ("Elm Network, New Delhi India; Oak Institute", "Elm Network | Oak Institute"),
        (
            "Elm Network, Patna, Bihar; Oak Institute (OI), Tamil Nadu; Ash Union, India",
            "Elm Network | Oak Institute | Ash Union",
        ),
        (
            "Elm Network (Peru, Chile), Oak Union (Togo and Mali); Ash Trust (Switzeland)",
            "Elm Network | Oak Union | Ash Trust",
        ),
        ("Elm Network (EN), Oakmuse, London (United Kingdom); Ash Union", "Elm Network | Oakmuse | Ash Union"),
        (
            "Elm Network, Nairobi (Kenya)/c/o Women’s Door Commission, London (Ghana); Ash Union",
            "Elm Network | Ash Union",
        ),
        ("Liga de Puertas Los Lagos (Chile); Ash Union (Chile)", "Liga de Puertas Los Lagos | Ash Union"),
        # Words around the names.
        ("Submission by the Elm Network (EN), and Oak Union (OU)", "Elm Network | Oak Union"),
        ("Elm Network (EN), with the Oak Union (OU)", "Elm Network | Oak Union"),
        (
            "Elm Network (EN), within the framework of the Observatory of Doors (OD), Lima (Peru); Oak Union (Chile)",
            "Elm Network | Oak Union",
        ),
        ("Elm Network; Oak Union (Peru); JS9 Ash Union; Pine Doors (Chile)", "Elm Network | Oak Union"),
        ("Elm Network and Oak Union (Peru). PDDH", "Elm Network | Oak Union"),
        ("Elm Network; 2. Oak Union; 3.Ash Trust; 4. Pine Centre", "Elm Network | Oak Union | Ash Trust | Pine Centre"),
        (
            "Elm Network, Tall Doors. Green Gates Union, Oak Trust, Ash Centre, Pine Act",
            "Elm Network | Tall Doors | Green Gates Union | Oak Trust | Ash Centre | Pine Act",
        ),
        (
            "Elm Network; Oak Trust; Ash Union; Pine Doors. Porto Alegre (Brazil)",
            "Elm Network | Oak Trust | Ash Union | Pine Doors",
        ),
        (
            "1. Elm Network 2. Oak Trust 3. Ash Union. Redes: 1. Red de Puertas 2. Red de Muros",
            "Elm Network | Oak Trust | Ash Union | Red de Puertas | Red de Muros",
        ),
        ("Elm Network (EN), Geneva (Switzerland)/ Lima (Peru); Ash Union", "Elm Network | Ash Union"),
        ("Elm Network; 12 supporting organizations: Oak Trust, Ash Union", "Elm Network | Oak Trust | Ash Union"),
        (
            "CIVICUS; World Alliance for Citizen Participation; Ash Union",
            "CIVICUS: World Alliance for Citizen Participation | Ash Union",
        ),
        # An article, a word that opens names, a country behind a dash or a known name tells where the next begins.
        (
            "DOORS L'Association des Portes pour la paix La Coalition Pour Les Murs (CPM), Paris, France",
            "DOORS | L'Association des Portes pour la paix | La Coalition Pour Les Murs",
        ),
        (
            "Red de Puertas de las Calles de Olmo Foro de Ventanas",
            "Red de Puertas de las Calles de Olmo | Foro de Ventanas",
        ),
        (
            "Elm Network of Tall Doors – Sierra Leone Oak Union of Gates",
            "Elm Network of Tall Doors – Sierra Leone | Oak Union of Gates",
        ),
        (
            "Elm Network of Doors Global Campaign for Equal Nationality Rights Ash Centre for Gates",
            "Elm Network of Doors | Global Campaign for Equal Nationality Rights | Ash Centre for Gates",
        ),
        (
            "Elm Network (2 organisations: Oak Trust, Ash Union (AU)), Tall Act (3 members: A Door, B Door, C Door)",
            "Elm Network | Oak Trust | Ash Union | Tall Act | A Door | B Door | C Door",
        ),
        ("Elm Oak (Elm Act for doors; Oak), Lima (Peru)", "Elm Act for doors | Oak"),
        (
            "Fundación Olmo, Roble y Fresno – OLROF (Peru), Red de Muros (Peru)",
            "Fundación Olmo, Roble y Fresno | Red de Muros",
        ),
        (
            "Centro de Puertas “Olmo y Roble” Red de Muros “Fresno”, Lima (Peru)",
            "Centro de Puertas “Olmo y Roble” | Red de Muros",
        ),
        # A joint submission has two signatories at least.
        ("Elm Defenders for Togo and Togo Interfaith Centre", "Elm Defenders for Togo | Togo Interfaith Centre"),
        (
            "Trinidad Union and Trinidad and Tobago Door Coalition",
            "Trinidad Union | Trinidad and Tobago Door Coalition",
        ),
    ],
)
def test_each_kind_of_list_is_cut_where_its_names_end(text, expected):
    assert [name.removeprefix("the ") for name in names(text)] == expected.split(" | ")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Elm Network and its 300 other contributors (Kenya)", StatedSize(300, "exact")),
        (
            "Elm Network with the contribution of 45 organisations and stakeholders; Lima (Peru)",
            StatedSize(45, "exact"),
        ),
        ("Elm Network, Lima, Peru, with 45 member organisations", StatedSize(45, "exact")),
    ],
)
def test_bodies_that_are_only_counted_are_no_members(text, size):
    read = read_joint_text(text)
    assert ([member.name for member in read.members], read.stated_size) == (["Elm Network"], size)


def test_members_have_acronym_city_and_country_in_order():
    text = "Elm Network (EN), Lima (Peru); Oak Institute; the Ash Union (Chile)"
    assert read_joint_text(text).members == (
        Member("Elm Network", "EN", "Lima", "Peru"),
        Member("Oak Institute"),
        Member("Ash Union", None, None, "Chile"),
    )


def test_one_name_in_two_cities_is_two_bodies():
    text = "Aid Centre, Lima (Peru); Aid Centre, Quito (Ecuador); Aid Centre, Lima (Peru)"
    assert [member.city for member in read_joint_text(text).members] == ["Lima", "Quito"]


def test_chapters_of_one_organisation_are_several():
    text = "Centro de Puertas – CDP Norte (Peru); Centro de Puertas – CDP Sur (Peru); Centro de Puertas – CDP (Peru)"
    assert len(read_joint_text(text).members) == 3


@pytest.mark.parametrize(
    ("text", "sure", "whole"),
    [
        (
            "Elm Network; Oak Union; Ash Trust; Pine Centre; its Partners Abroad",
            "Elm Network | Oak Union | Ash Trust | Pine Centre",
            "its Partners Abroad",
        ),
        (
            "Elm Network; Oak Union; Ash Trust; Pine Centre; Tall, Green Doors, Windy Gates, Short Roads",
            "Elm Network | Oak Union | Ash Trust | Pine Centre",
            "Tall, Green Doors, Windy Gates, Short Roads",
        ),
        (
            "Elm Network; Oak Union; Ash Trust; Pine Centre; Doors (GATES) Windy Roads Tall",
            "Elm Network | Oak Union | Ash Trust | Pine Centre",
            "Doors (GATES) Windy Roads Tall",
        ),
    ],
)
def test_an_entry_that_may_be_several_is_kept_whole_and_the_list_has_no_size(text, sure, whole):
    read = read_joint_text(text)
    assert [member.name for member in read.members] == sure.split(" | ")
    assert (read.kept_whole, read.size, read.unsplit) == ((whole,), None, False)


@pytest.mark.parametrize(
    "text",
    [
        "Coalition of 17 organisations, namely: Elm Network; Oak Union",
        "Puertas por Derechos The Oak Institute of Gates",
        "National Network of Doors Council of Gates Elm Oak Network Campaign for Windows All Tower Network Elm Union",
        "Seven Civil Society Organizations (Kenya)",
        "",
        " ; , and ",
    ],
)
def test_where_nobody_can_tell_there_are_no_members_and_no_size(text):
    read = read_joint_text(text)
    assert (read.members, read.size) == ((), None)


FILLERS = (
    *(" ", "a", "A ", "Ab, ", "Ab; ", "( ", "(Ab) ", "(Peru) ", ")", ",", ";", "and ", "Ab and ", "1. ", " – ", "Ab. "),
    *(
        "Ab (AB) ",
        "Ab (AB)Cd (CD)",
        "Network ",
        "Fundación ",
        "The ",
        "“",
        "Ab/",
        "Ab: ",
        "with the ",
        "Inc. ",
        "12 NGOs ",
    ),
)


def seconds(work, text):
    started = time.process_time()
    work(text)
    return time.process_time() - started


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("work", [read_signatories, split_acronym])
def test_twice_the_text_takes_about_twice_the_time(work, filler):
    """Four times the text takes some four times the time; quadratic would be sixteen times."""
    whole = "Elm Network" + filler * (LONGEST_LIST // len(filler) - 12)
    quarter = min(seconds(work, whole[: len(whole) // 4]) for _ in range(2))
    assert min(seconds(work, whole) for _ in range(2)) < 8 * quarter + 0.05


def test_a_member_of_forty_thousand_spaces_is_read_at_once():
    assert seconds(split_acronym, "Elm" + " " * 40_000 + "Network (EN)") < 1
