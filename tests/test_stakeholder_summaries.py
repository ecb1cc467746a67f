"""Reading summaries of invented organisations, in every shape that lists of submissions have."""

import re

import pytest
from summaries_support import ANCHOR, BACK, SHAPES, document, names

from analytics.sources.summaries import reader
from analytics.sources.summaries.names import Member
from analytics.sources.summaries.reader import ParseWarning
from analytics.sources.summaries.wording import StatedSize


def joint(text, **more):
    """The one joint submission of a list with this text behind its label."""
    (submission,) = read_joint(f"JS1 Joint submission 1 submitted by: {text}", **more)
    return submission


def read_joint(entries, **more):
    return reader.parse(document("Civil society\nJoint submissions:\n" + entries), **more).of_kind("joint")


def test_a_list_in_shape_a_gives_its_closing_address_to_the_submission_and_to_no_member():
    summary = reader.parse(document(SHAPES["A"], declared="5"))
    assert (summary.symbol, summary.session, summary.code) == ("A/HRC/WG.6/46/XYZ/3", 46, "XYZ")
    assert [(each.code, each.kind) for each in summary.submissions] == [
        ("HRF", "individual"),
        ("LMC", "individual"),
        ("JS1", "joint"),
        ("JS2", "joint"),
        ("NCX", "nhri"),
    ]
    assert summary.submissions[0].members == (
        Member("Harbour Rights Forum", None, city="Porto Novo", country="Benin", lead=False),
    )
    first, second = summary.of_kind("joint")
    assert first.members == (
        Member("River Delta Watch", "RDW"),
        Member("Centre for Rights and Development"),
        Member("Coral Bay Union"),
    )
    assert (first.city, first.country) == ("Lima", "Peru")
    assert names(second) == ["Open Door Society", "Blue Hill Trust", "Green Valley Women"]
    assert (second.city, second.country) == ("Geneva", "Switzerland")
    assert summary.of_kind("nhri")[0].name == "National Commission of Exampleland"
    assert summary.warnings == ()


def test_a_list_in_shape_b_gives_every_member_its_own_address():
    summary = reader.parse(document(SHAPES["B"], declared="six"))
    assert [each.code for each in summary.submissions] == ["HRF", "LMC", "JS1", "JS2", "NCX", "RXO"]
    first, second = summary.of_kind("joint")
    assert first.members == (
        Member("River Delta Watch", None, "Accra", "Ghana"),
        Member("Open Door Society", "ODS", "Lomé", "Togo"),
        Member("Coral Bay Union", None, "Geneva", "Switzerland"),
    )
    assert [member.country for member in second.members] == [
        "United Kingdom of Great Britain and Northern Ireland",
        "Senegal",
    ]
    assert (first.city, first.country) == (None, None)
    assert [each.name for each in summary.of_kind("regional_organisation")] == ["Regional Example Organization"]
    assert summary.warnings == ()


def test_a_list_in_shape_c_names_its_lead_once_and_deals_out_codes_printed_in_a_column():
    summary = reader.parse(document(SHAPES["C"], declared="7"))
    assert [(each.code, each.name) for each in summary.of_kind("individual")] == [
        ("HRF", "Harbour Rights Forum"),
        ("LMC", "Lantern Media Collective"),
        ("OpenSea", "Open Sea"),
        ("CVT", "Cedar Valley Trust"),
        ("QL", "Quiet Lake"),
    ]
    first, second = summary.of_kind("joint")
    assert first.members == (
        Member("River Delta Watch", "RDW", "New York", "United States of America", lead=True),
        Member("Coral Bay Union"),
        Member("Blue Hill Trust"),
        Member("Open Door Society"),
    )
    assert names(second) == ["Green Valley Women", "Pine Ridge Forum", "Salt Road Network"]
    assert summary.warnings == ()


def test_a_list_in_shape_d_is_cut_at_the_labels_behind_its_entries():
    summary = reader.parse(document(SHAPES["D"], declared="4"))
    first, second, third = summary.of_kind("joint")
    assert names(first) == ["River Delta Watch", "Coral Bay Union", "Open Door Society"]
    assert (first.city, first.country) == ("Accra", "Ghana")
    assert names(second) == ["Blue Hill Trust", "Green Valley Women"]
    assert [(member.name, member.city) for member in third.members] == [
        ("Pine Ridge Forum", "Lomé"),
        ("Salt Road Network", "Dakar"),
    ]


def test_the_older_layout_without_headings_and_brackets_is_read():
    summary = reader.parse(document(SHAPES["older"], declared="4"))
    assert [each.code for each in summary.submissions] == ["HRF", "LMC", "JS1", "JS2"]
    first, second = summary.of_kind("joint")
    assert first.members == (
        Member("River Delta Watch", "RDW", "Port of Spain", "Trinidad and Tobago"),
        Member("The Coral Bay Union", None, "Montreuil", "France"),
    )
    assert [member.country for member in second.members] == ["USA", "The Netherlands"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pine Ridge Forum; Women, Education, Development Trust; Salt Road Network; Oslo House.", 4),
        ("Pine Ridge Forum (PRF); Youth Lens (peace, culture; and art); Salt Road Network. Lima (Peru);", 3),
        ("Pine Ridge Forum (PRF; Salt Road Network; Centre for Rights and Development. Lima (Peru);", 3),
        ("Pine Ridge Forum;, Salt Road Network (SRN); andHarbour Rights Forum.", 3),
        ("Pine Ridge Forum (PRF) and Salt Road Network. Rome (Italy);", 2),
        ("CIVIC: Alliance for Doors, Lima (Peru); CIVIC: Alliance for Doors; Blue Hill Trust; and Open Door.", 3),
        ("Tall Tree Asia Pacific (TTAP), Selangor (Malaysia); Oak House, the Elm Trust, Oslo (Norway).", 3),
        ("Blue Hill Trust, Oslo (Norway); Blue Hill Trust and Open Door Society.", 2),
        ("Blue Hill Trust, Oslo (Norway); Oak House, a voice for doors, Elm Trust and Open Door Society.", 4),
    ],
)
def test_separators_inside_names_do_not_make_members(text, expected):
    assert len(joint(text).members) == expected


def test_a_name_listed_again_in_another_spelling_is_one_member_and_says_so():
    text = "Movimento of Green Doors (MGD Here); Org B; Movimiento of Green Doors (MGD)"
    summary = reader.parse(document(f"Civil society\nJoint submissions:\nJS1 Joint submission 1: {text}"))
    (submission,) = summary.submissions
    assert names(submission) == ["Movimento of Green Doors", "Org B"]
    assert "spelled_otherwise" in {warning.reason for warning in summary.warnings}
    assert len(names(joint("Friends of Green Doors (FGD); Friends of Green Floors (FGF)"))) == 2


def test_a_space_that_the_layout_sets_before_an_ending_is_closed():
    assert names(joint("Rede de Coopera ção; Org B")) == ["Rede de Cooperação", "Org B"]


def test_a_name_torn_by_a_semicolon_is_mended_by_the_same_name_elsewhere_in_the_list():
    first, second = read_joint(
        "JS1 Joint submission 1 submitted by: Iris – Gender; Justice and Doors; Blue Hill Trust. Lima (Peru);\n"
        "JS2 Joint submission 2 submitted by: Iris – Gender, Justice and Doors; Open Door Society. Lima (Peru)."
    )
    assert names(first) == ["Iris – Gender; Justice and Doors", "Blue Hill Trust"]
    assert names(second) == ["Iris – Gender, Justice and Doors", "Open Door Society"]


def test_a_comma_beside_a_name_that_stands_alone_elsewhere_separates():
    first, _ = read_joint(
        "JS1 Joint submission 1 submitted by: Blue Hill Trust, Salt Road Network; Elm House; Oak House. Lima (Peru);\n"
        "JS2 Joint submission 2 submitted by: Blue Hill Trust; Open Door Society. Lima (Peru)."
    )
    assert names(first) == ["Blue Hill Trust", "Salt Road Network", "Elm House", "Oak House"]


def test_what_cannot_be_split_stays_one_member_with_a_warning():
    text = document(
        "Joint submissions:\nJS1 Joint submission 1 submitted by: Seas and Lakes and Rivers, Oslo (Norway)."
    )
    summary = reader.parse(text)
    assert names(summary.submissions[0]) == ["Seas and Lakes and Rivers"]
    assert ParseWarning("not_split", "JS1: Seas and Lakes and Rivers") in summary.warnings


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a coalition of more than 50 NGOs", StatedSize(50, "more than")),
        ("Doors Platform, a network of 1,200 local organizations.", StatedSize(1200, "exact")),
        ("Doors Platform comprised of approximately 97 national organisations;", StatedSize(97, "approx")),
    ],
)
def test_a_size_without_names_makes_no_members(text, size):
    submission = joint(text)
    assert submission.members == ()
    assert submission.stated_size == size


def test_a_coalition_that_lists_its_members_keeps_its_name_as_a_title():
    submission = joint("Doors Platform composed of: Blue Hill Trust; Elm House; and Oak House.")
    assert (submission.name, names(submission)) == ("Doors Platform", ["Blue Hill Trust", "Elm House", "Oak House"])


def test_a_lead_listed_again_in_another_language_is_one_member_and_says_so():
    text = "Association for Open Doors, Lima (Peru); Asociación de las Puertas Abiertas (AOD); and Blue Hill Trust."
    submission = joint(text)
    assert names(submission) == ["Association for Open Doors", "Blue Hill Trust"]
    assert submission.members[0].acronym == "AOD"


@pytest.mark.parametrize(
    "furniture",
    [
        "\n11\n\nA/HRC/WG.6/46/XYZ/3\n",
        "\nGE.24-12345 11\n\nA/HRC/WG.6/46/XYZ/3\n",
        "\n11 GE.24-12345(E)\n",
        "\nA/HRC/WG.6/46/XYZ/3\nPage 11\n",
        "\n\f",
        " A/HRC/WG.6/46/XYZ/3 ",
        " GE.24-12345 ",
    ],
)
def test_what_stands_between_two_pages_is_in_no_name(furniture):
    assert names(joint(f"Blue Hill{furniture}Trust; Open Door Society. Lima (Peru);")) == [
        "Blue Hill Trust",
        "Open Door Society",
    ]


def test_a_hyphen_at_a_line_end_goes_only_if_the_document_has_the_word_without_it():
    text = "Inter-\nnational Doors; Gender-\nbased House; Salt\u00ad Road. Lima (Peru);\n"
    other = "JS2 Joint submission 2 submitted by: International Elms; Oak House."
    first, _ = read_joint(f"JS1 Joint submission 1 submitted by: {text}{other}")
    assert names(first) == ["International Doors", "Gender-based House", "Salt Road"]


@pytest.mark.parametrize("label", ["JS12", "JS 12", "JS12\n", "JS12 -"])
@pytest.mark.parametrize("words", ["Joint submission 12 submitted by:", "Joint Subimission 12 submitted by", ""])
def test_codes_and_labels_are_read_as_they_are_misprinted(label, words):
    (submission,) = read_joint(f"{label} {words} Blue Hill Trust; Open Door Society. Lima (Peru).")
    assert (submission.code, names(submission)) == ("JS12", ["Blue Hill Trust", "Open Door Society"])


@pytest.mark.parametrize("marker", ["1 ", "1. ", "[1] ", "1", "1/ ", ""])
@pytest.mark.parametrize("following", ["2 JS1, p. 4.", "2. See A/HRC/36/11.", "[2] HRF, para. 3.", "2\nHRF, p. 3."])
def test_the_list_ends_at_the_next_endnote_however_it_is_marked(marker, following):
    text = document(SHAPES["A"], anchor=ANCHOR.replace("1 The", f"{marker}The"), back=f"{following}\n3 LMC, p. 2.\n")
    summary = reader.parse(text)
    assert len(summary.submissions) == 5
    assert summary.of_kind("nhri")[0].raw == "NCX National Commission of Exampleland*, Example City (Benin)"


def test_attachments_of_a_regional_organisation_are_no_submissions():
    entries = "Regional intergovernmental organization:\nRXO Regional Example Organization, Vienna (Austria);\n"
    summary = reader.parse(document(f"{entries}Attachments:\nReport on doors, 2019;"))
    assert [each.code for each in summary.submissions] == ["RXO"]
    assert ParseWarning("attachments_not_read", "Report on doors, 2019;") in summary.warnings


@pytest.mark.parametrize(
    ("chunk", "code", "name"),
    [
        ("ADF House ADF House, Lima (Peru)", "ADFHouse", "ADF House"),
        ("OPEN G Open G, Doors in the favelas. Lima (Peru)", "OPENG", "Open G, Doors in the favelas"),
        (
            "STP CH Society for Tall Pines Switzerland. Bern (Switzerland)",
            "STPCH",
            "Society for Tall Pines Switzerland",
        ),
        ("AfroDoors AfroDoors Peru (Peru)", "AfroDoors", "AfroDoors Peru"),
        ("HRF – Harbour Rights Forum, Lima (Peru)", "HRF", "Harbour Rights Forum"),
        ("Harbour Rights Forum, Lima (Peru)", "", "Harbour Rights Forum"),
    ],
)
def test_code_and_name_on_one_line_are_told_apart(chunk, code, name):
    (submission,) = reader.parse(document(f"Individual submissions:\n{chunk}.")).submissions
    assert (submission.code, submission.name) == (code, name)


def test_a_declared_number_that_differs_from_the_list_is_a_warning():
    summary = reader.parse(document(SHAPES["A"], declared="7"))
    assert (summary.declared, summary.warnings) == (7, (ParseWarning("declared_differs", "7 declared, 5 listed"),))


@pytest.mark.parametrize(("words", "number"), [("nine", 9), ("twenty-one", 21), ("112", 112)])
def test_the_declared_number_may_be_in_words(words, number):
    assert reader.parse(document(SHAPES["A"], declared=words)).declared == number


def test_an_excerpt_takes_symbol_and_number_from_the_caller_or_the_name():
    text = ANCHOR + SHAPES["older"] + BACK
    given_both = reader.parse(text, symbol="A/HRC/WG.6/9/ABC/3", declared=4)
    assert (given_both.session, given_both.code, given_both.declared, given_both.warnings) == (9, "ABC", 4, ())
    named = reader.parse(text, file="A_HRC_WG.6_10_ABC_3.txt")
    assert (named.symbol, named.declared) == ("A/HRC/WG.6/10/ABC/3", None)
    assert reader.parse(text).symbol is None


def test_a_missing_number_among_the_joint_submissions_is_a_warning():
    text = document(
        "JS1 Joint submission 1 submitted by: A House; B House.\nJS3 Joint submission 3 submitted by: C; D."
    )
    assert ParseWarning("joint_number_missing", "JS2") in reader.parse(text).warnings


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"", "It holds no text"),
        ("Résumé des communications. Les parties prenantes dont le nom suit".encode(), "Résumé des communications"),
        (b"\xd1\xff\x00 not text", "has no list of stakeholders"),
        (b"%PDF-1.4 broken", "is a PDF that cannot be read"),
        (ANCHOR.encode(), "no entry could be read"),
    ],
)
def test_a_file_without_a_list_is_refused_by_name(content, seen):
    with pytest.raises(ValueError, match=f"^summary.txt .*{re.escape(seen)}"):
        reader.read_bytes(content, file="summary.txt")
