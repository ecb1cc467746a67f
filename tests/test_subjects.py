"""The subjects read from texts: their rules on short invented texts, their sample, and how well they are found."""

import csv
import sys
import time
from collections import Counter, defaultdict
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from analytics import flags
from analytics.compiling import lens_sample, lens_scores, subjects
from analytics.compiling.lens_design import CIVIL_SOCIETY
from analytics.compiling.lens_design import SUBJECTS as DESIGN
from analytics.lens import plain, read_lens
from analytics.results.lens import ROUGH
from analytics.statistics.agreement import Agreement

DATA = Path(__file__).resolve().parents[1] / "data"
SUBJECTS = {
    "D": "death_penalty",
    "N": "statelessness",
    "S": "sogi",
    "H": "sexual_health",
    "E": "child_exploitation",
    "P": "digital_rights",
    "T": "torture",
    "C": "corporal_punishment",
    "I": "indigenous_peoples",
    "R": "religion",
    "W": "climate",
}
NOTHING = ""


@pytest.fixture(scope="module")
def lens():
    return read_lens(DATA / "subjects.toml")


@pytest.fixture(scope="module")
def rows(sources):
    return lens_sample.read_rows(sorted((sources / "upr_info_2018").glob("*.csv")))


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Texts invented for this test, each with the subjects that its author gave it

ENGLISH = {
    "Strike hanging out of the law: no crime deserves capital punishment": "D",
    "Commute all death sentences and close death row": "D",
    "Halt executions and declare a moratorium": "D",
    "Join the Second Optional Protocol to the ICCPR": "D",
    "Join the ICCPR and both of its Optional Protocols": "D",
    "Bring the members of the death squads to court": NOTHING,
    "Clear up the extrajudicial, summary or arbitrary executions of last spring": NOTHING,
    "Join the first Optional Protocol to the ICCPR": NOTHING,
    "Lower the number of deaths on the road": NOTHING,
    "Give papers to stateless persons": "N",
    "Let mothers pass their nationality on to their children": "N",
    "Stop taking away the citizenship of critics: nobody may be deprived of citizenship": "N",
    "Amend the Citizenship Act": "N",
    "Hire teachers regardless of their nationality": NOTHING,
    "Publish the nationality of the perpetrators": NOTHING,
    "Teach citizenship education from the first grade": NOTHING,
    "Register every birth free of charge": NOTHING,
    "Punish attacks on gay men and lesbian women": "S",
    "Forbid dismissal on the ground of age, sexual orientation or origin": "S",
    "Let same-sex couples marry": "S",
    "Recognise the chosen name of transgender persons": "S",
    "Close the wage gap between women and men": NOTHING,
    "Train judges in gender equality": NOTHING,
    "Stop sexual harassment in offices": NOTHING,
    "Bring midwives and prenatal care to the islands to lower maternal mortality": "H",
    "Decriminalise abortion in all cases": "H",
    "Offer comprehensive sexuality education": "H",
    "Pay damages to the victims of forced sterilisation": "H",
    "Extend maternity leave to sixteen weeks": NOTHING,
    "Teach pupils in their mother tongue": NOTHING,
    "Give everybody with HIV free medicine": NOTHING,
    "Punish buyers in cases of child prostitution": "E",
    "Fight trafficking in persons, especially women and children": "E",
    "Protect girls from sexual exploitation": "E",
    "Join both of the older Optional Protocols to the CRC": "E",
    "Fight trafficking in persons": NOTHING,
    "Abolish child labour and seize the boats of drug traffickers": NOTHING,
    "Send no child soldiers to the front": NOTHING,
    "Join the third Optional Protocol to the CRC, which lets children complain": NOTHING,
    "Stop blocking the Internet before elections": "P",
    "Release the bloggers": "P",
    "Put the surveillance of telephones under the control of judges": "P",
    "Protect the privacy of patients and their personal data": "P",
    "Watch over disease surveillance at the ports": NOTHING,
    "Give women their place in public and private life": NOTHING,
    "Answer the communications of the special procedures": NOTHING,
    "Make torture a crime": "T",
    "Set up a national preventive mechanism under OP-CAT": "T",
    "Invite the Special Rapporteur on torture": "T",
    "Punish officers for ill-treatment in police cells": "T",
    "Protect children from ill-treatment by relatives": NOTHING,
    "Renovate the prisons": NOTHING,
    "Forbid corporal punishment at home": "C",
    "Do away with flogging": "C",
    "Teach parents positive and non-violent discipline": "C",
    "Open disciplinary proceedings against the officers": NOTHING,
    "Give the hospitals beds for patients after an amputation by a mine": NOTHING,
    "Return the land of the indigenous peoples": "I",
    "Let the Sami decide on the mine": "I",
    "Ratify ILO Convention No. 169": "I",
    "Protect indigenous plants and their seeds": NOTHING,
    "Mediate in tribal conflicts": NOTHING,
    "Ratify ILO Convention No. 189": NOTHING,
    "Respect freedom of religion or belief": "R",
    "Repeal the blasphemy law": "R",
    "Protect the Baha'i and other religious minorities": "R",
    "Offer a civilian service to conscientious objectors": "R",
    "Forbid discrimination on the ground of race, colour or religion": "R",
    "Win religious leaders and village elders for the campaign": NOTHING,
    "Apply the treaty in good faith": NOTHING,
    "Respect cultural and religious specificities": NOTHING,
    "Release all prisoners of conscience": NOTHING,
    "Adapt the ports to climate change and the rise of the sea": "W",
    "Cut greenhouse gas emissions": "W",
    "End the climate of fear and impunity": NOTHING,
    "Create a climate of trust between the parties": NOTHING,
    "Clean the rivers and protect the environment": NOTHING,
    "Make torture a crime and abolish the death penalty for lesbians, Christians and Maori": "DTSRI",
    "Give trains to every town": NOTHING,
}
FRENCH = {
    "Abolir la peine de mort pour tous les crimes": "D",
    "Adhérer au Deuxième Protocole facultatif se rapportant au Pacte": "D",
    "Juger les membres des escadrons de la mort": NOTHING,
    "Permettre aux mères de transmettre leur nationalité": "N",
    "Délivrer des papiers aux apatrides": "N",
    "Publier la nationalité des auteurs": NOTHING,
    "Mettre fin aux agressions contre les homosexuels": "S",
    "Protéger les personnes quelle que soit leur orientation sexuelle": "S",
    "Former les juges à l'égalité des sexes": NOTHING,
    "Dépénaliser l'avortement et faciliter la contraception": "H",
    "Réduire la mortalité maternelle dans les îles": "H",
    "Prolonger le congé de maternité": NOTHING,
    "Lutter contre la traite des femmes et des enfants": "E",
    "Punir la prostitution des mineurs": "E",
    "Abolir le travail des enfants": NOTHING,
    "Garantir la liberté d'expression sur Internet": "P",
    "Protéger la vie privée des patients": "P",
    "Ouvrir la bibliothèque le dimanche": NOTHING,
    "Incriminer la torture dans le code pénal": "T",
    "Créer un mécanisme national de prévention": "T",
    "Rénover les prisons": NOTHING,
    "Interdire les châtiments corporels à l'école": "C",
    "Punir les auteurs de violences": NOTHING,
    "Rendre leurs terres aux peuples autochtones": "I",
    "Protéger les plantes indigènes de la région": NOTHING,
    "Respecter la liberté de religion ou de conviction": "R",
    "Supprimer le délit de blasphème": "R",
    "Gagner les chefs religieux à la campagne": NOTHING,
    "Lutter contre les changements climatiques": "W",
    "Mettre fin au climat de peur et d'impunité": NOTHING,
}
SPANISH = {
    "Abolir la pena de muerte para todos los delitos": "D",
    "Adherirse al Segundo Protocolo Facultativo del Pacto": "D",
    "Juzgar a los miembros de los escuadrones de la muerte": NOTHING,
    "Permitir que las madres transmitan su nacionalidad": "N",
    "Dar papeles a las personas apátridas": "N",
    "Publicar la nacionalidad de los autores": NOTHING,
    "Castigar los ataques contra las lesbianas en la calle": "S",
    "Prohibir el despido por la orientación sexual": "S",
    "Formar a los jueces en la igualdad de género": NOTHING,
    "Despenalizar el aborto en todos los casos": "H",
    "Reducir la mortalidad materna en las islas": "H",
    "Ampliar el permiso de maternidad": NOTHING,
    "Luchar contra la trata de mujeres y niños": "E",
    "Castigar la explotación sexual de menores": "E",
    "Abolir el trabajo infantil": NOTHING,
    "Garantizar la libertad de expresión en Internet": "P",
    "Proteger la privacidad y los datos personales de los pacientes": "P",
    "Cambiar la ley en línea con el tratado": NOTHING,
    "Tipificar la tortura en el código penal": "T",
    "Crear un mecanismo nacional de prevención": "T",
    "Reformar las cárceles": NOTHING,
    "Prohibir el castigo corporal en la escuela": "C",
    "Castigar a los autores de la violencia": NOTHING,
    "Devolver sus tierras a los pueblos indígenas": "I",
    "Proteger las plantas autóctonas de la región": NOTHING,
    "Respetar la libertad de religión o de creencias": "R",
    "Suprimir el delito de blasfemia": "R",
    "Ganar a los líderes religiosos para la campaña": NOTHING,
    "Luchar contra el cambio climático": "W",
    "Acabar con el clima de miedo y de impunidad": NOTHING,
}


@pytest.mark.parametrize(("text", "expected"), (ENGLISH | FRENCH | SPANISH).items())
def test_a_text_gets_the_subjects_its_author_gave_it(lens, text, expected):
    assert lens.flags(text) == {SUBJECTS[letter] for letter in expected}


@pytest.mark.parametrize(("language", "texts"), [("en", ENGLISH), ("fr", FRENCH), ("es", SPANISH)])
def test_each_subject_is_tried_in_each_language(lens, language, texts):
    assert set("".join(texts.values())) == set(SUBJECTS)
    assert [text for text in texts if language not in lens.languages(plain(text).split())] == []


def test_every_subject_has_a_definition_and_patterns_in_each_language(lens):
    assert lens.names == tuple(SUBJECTS.values())
    assert all(each.definition.startswith("Concerns ") for each in lens.definitions)
    assert all(each.definition.endswith(".") and set(each.rules) == {"en", "fr", "es"} for each in lens.definitions)


def test_no_text_makes_the_search_slow(lens):
    # Starts of patterns, over and over, without their ends: a second for all would be several times what they take.
    starts = ("trafficking of the especially ", "protection of children the and ", "convention on the rights of the ")
    assert [lens.flags(start * 3_000) for start in starts] == [set()] * len(starts)


def test_a_few_texts_are_flagged_in_their_order(lens):
    texts = ["Abolish the death penalty", "Open the gate", "Abolish the death penalty", "Fight climate change"]
    assert lens.flags_of_all(texts) == [{"death_penalty"}, set(), {"death_penalty"}, {"climate"}]


# Beside UPR Info's issues


def test_a_subject_and_its_issue_agree_as_counted_by_hand():
    rows = [
        ({"sogi"}, ("sogi", "justice")),
        ({"sogi", "torture"}, ("torture",)),
        (set(), ("sogi",)),
        (set(), ("justice",)),
        (set(), ("justice", "privacy")),
        ({"sogi", "climate"}, ()),  # not coded by UPR Info
    ]
    found = subjects.agreement(rows)
    assert list(found) == list(subjects.ISSUES)
    assert found["sogi"] == Agreement(both=1, first_only=1, second_only=1, neither=2)
    assert found["torture"] == Agreement(both=1, first_only=0, second_only=0, neither=4)
    assert found["digital_rights"] == Agreement(both=0, first_only=0, second_only=1, neither=4)
    assert found["climate"] == Agreement(both=0, first_only=0, second_only=0, neither=5)
    assert (found["sogi"].shared, found["torture"].kappa) == (0.5, 1)
    assert found["sogi"].kappa == pytest.approx((3 / 5 - 13 / 25) / (1 - 13 / 25))


def test_the_log_of_the_build_says_how_far_subjects_and_issues_agree():
    # Alike in 3 of 5; by chance in (2 x 2 + 3 x 3) / 25 of them: (0.6 - 0.52) / (1 - 0.52) = 0.167
    raised = [("a", "sogi"), ("b", "sogi"), ("b", "torture"), ("f", "sogi")]
    issues = {"a": ("sogi",), "b": ("torture",), "c": ("sogi",), "d": ("justice",), "e": ("privacy",), "f": ()}
    steps = {step: rest for step, *rest in subjects.agreement_steps(raised, issues)}
    assert len(steps) == len(subjects.ISSUES)
    note = "both 1, only the rules 1, only UPR Info 1; Cohen's kappa 0.167"
    assert steps["subject sogi and UPR Info's issue sogi"] == [5, 1, 0, note]


def test_issues_and_broad_words_are_those_of_subjects():
    assert set(subjects.BROAD) == set(SUBJECTS.values()) > set(subjects.ISSUES)


@pytest.mark.parametrize(
    ("text", "issues", "expected"),
    [
        ("Shelter the victims of the flood", (), "climate"),
        ("Shelter the victims", ("justice", "trafficking"), "child_exploitation"),
        ("Count the victims of brutality", (), "torture"),
        ("Shelter the victims", ("justice",), None),
        ("Open the gate", (), None),
    ],
)
def test_a_text_is_near_a_subject_by_a_broad_word_or_an_issue(text, issues, expected):
    assert subjects.near(plain(text), issues) == expected


# The sample and the scores


@pytest.fixture(scope="module")
def raised():
    """The subjects that the rules raise on each text, by its key."""
    found = defaultdict(set)
    for key, flag in flags.read(DATA / flags.FLAGS):
        if flag in SUBJECTS.values():
            found[key].add(flag)
    return found


def test_each_text_of_the_sample_stands_there_once_with_the_subjects_a_reader_gave():
    rows = table("subject_sample.csv")
    assert len({row["source_key"] for row in rows}) == len(rows) == 744
    assert set().union(*(row["flags"].split() for row in rows)) == set(SUBJECTS.values())


def test_the_strata_are_as_large_as_said_and_hold_what_their_names_say(raised):
    strata = table("subject_strata.csv")
    stratum_of = {row["source_key"]: row["stratum"] for row in table("subject_sample.csv")}
    assert {row["stratum"]: int(row["sampled"]) for row in strata} == Counter(stratum_of.values())
    assert all(2 <= int(row["sampled"]) <= int(row["population"]) for row in strata)
    assert sum(int(row["population"]) for row in strata) == 38_320
    found = {key for key in stratum_of if raised.get(key)}
    assert found == {key for key, stratum in stratum_of.items() if stratum.split(":")[0] in SUBJECTS.values()}


def test_at_least_25_texts_were_read_that_the_rules_find_for_each_subject(raised):
    found = Counter(flag for row in table("subject_sample.csv") for flag in raised.get(row["source_key"], ()))
    assert {subject for subject in SUBJECTS.values() if found[subject] < 25} == set()


def test_the_rules_find_what_a_reader_finds(capsys):
    scores = lens_scores.scores(design=DESIGN)
    with capsys.disabled():
        sys.stdout.write("\n")
        for each in scores:
            shares = (
                f"{name} {share.value:.3f} [{share.lower:.3f}, {share.upper:.3f}] n = {share.n}"
                for name, share in (("precision", each.precision), ("recall", each.recall))
            )
            sys.stdout.write(f"  {each.flag:<20} {'; '.join(shares)}\n")
    assert [each.flag for each in scores] == list(SUBJECTS.values())
    assert {each.flag for each in scores if each.precision.value < ROUGH} == {"digital_rights"}
    assert {each.flag for each in scores if each.recall.value < ROUGH} == set()


def test_the_committed_scores_are_those_of_the_sample():
    rows = [[str(cell) for cell in row] for row in lens_scores.score_rows(designs=[DESIGN])]
    committed = [row for row in table("lens_scores.csv") if row["flag"] in SUBJECTS.values()]
    assert [list(row.values()) for row in committed] == rows
    assert {row["sample"] for row in committed} <= {"all", "africa", "asia", "lac", "other"}


def test_the_lenses_have_no_flag_in_common():
    assert set(read_lens(DATA / CIVIL_SOCIETY.rules).names).isdisjoint(SUBJECTS.values())


SMALL = replace(DESIGN, rules="small.toml", name="small", fewest=3)
RULES = """version = "1"
small_words.en = ["the"]
[[flag]]
flag = "green"
definition = "Green."
en.patterns = ["green"]
"""


def test_labels_are_scored_by_the_sizes_of_their_strata(tmp_path):
    (tmp_path / "small.toml").write_text(RULES, encoding="utf-8")
    strata = {
        **dict.fromkeys(("a1", "a2"), "green:asia"),
        **dict.fromkeys(("b1", "b2", "b3"), "nothing:asia"),
    }
    given = {"a1": {"green"}, "a2": set(), "b1": {"green"}, "b2": set(), "b3": set()}
    sizes = {"green:asia": 10, "nothing:asia": 30}
    lens_sample.write_labels(given, (strata, sizes), read_lens(tmp_path / "small.toml"), SMALL, tmp_path)
    flags.write(tmp_path / flags.FLAGS, [("a1", "green"), ("a2", "green")])
    # Each green text stands for 5, each other for 10: 5 of the 10 found are true, 5 of the 15 true are found.
    (score,) = lens_scores.scores(tmp_path, SMALL)
    assert (score.precision.value, score.precision.n) == (0.5, 2)
    assert (score.recall.value, score.recall.n) == (pytest.approx(1 / 3), 2)
    # Two of a region are fewer than three.
    assert {row[1] for row in lens_scores.score_rows(tmp_path, [SMALL])} == {"all"}
    assert {row[1] for row in lens_scores.score_rows(tmp_path, [replace(SMALL, fewest=2)])} == {"all", "asia"}


def test_the_committed_sample_is_the_one_that_is_drawn_apart_from_the_development(lens, rows):
    drawn = lens_sample.draw(rows, lens, DESIGN, "1-27")
    sample = {row["source_key"]: row["stratum"] for row in table("subject_sample.csv")}
    assert {each.source_key: each.stratum for each in drawn} == sample
    sizes = lens_sample.population(rows, lens, DESIGN, sample)[1]
    assert {row["stratum"]: int(row["population"]) for row in table("subject_strata.csv")} == sizes
    assert [each for each in drawn if lens_sample.in_development(each.text)] == []


def test_the_committed_flags_are_what_the_rules_give(lens, rows):
    expected = flags.flags_of({row.source_key: row.text for row in rows}, lens)
    assert [each for each in flags.read(DATA / flags.FLAGS) if each[1] in SUBJECTS.values()] == expected


def test_all_texts_are_flagged_in_well_under_a_minute(lens, rows):
    start = time.perf_counter()
    raised = lens.flags_of_all(row.text for row in rows)
    assert (len(raised), time.perf_counter() - start < 30) == (61_014, True)


def test_the_subjects_agree_with_what_upr_info_codes(lens, rows):
    raised = lens.flags_of_all(row.text for row in rows)
    found = subjects.agreement((flags, row.issues) for flags, row in zip(raised, rows, strict=True))
    same = ("death_penalty", "sogi", "indigenous_peoples", "religion")
    assert all(found[subject].kappa > 0.9 for subject in same)
    assert sum(astuple(found["sogi"])) == 57_686  # of sessions 1 to 26, as published
