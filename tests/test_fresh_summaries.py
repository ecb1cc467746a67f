"""Shapes of lists in summaries, five of each kind, as a person reads them. All organisations are invented."""

import pytest

from analytics.sources.summaries import reader

DOCUMENT = """A/HRC/WG.6/34/KEN/3
Summary of stakeholders' submissions on Kenya
1. The present report is a summary of {declared} stakeholders' submissions to the universal periodic review.

Notes
 1 The stakeholders listed below have contributed information for this summary; the full texts of all original \
submissions are available at: www.ohchr.org.
 Civil society
{entries}

 2 See A/HRC/99/9, paras. 1-2.
"""


def parsed(entries, declared=1):
    return reader.parse(DOCUMENT.format(entries=entries.strip("\n"), declared=declared))


def joint(text):
    (submission,) = parsed(f" Joint submissions:\n{text}").of_kind("joint")
    return submission


def members(text):
    return [member.name for member in joint(text).members]


@pytest.mark.parametrize(
    ("label", "acronym"),
    [("PTX/JS1", "PTX"), ("JS1/PTX", "PTX"), ("KLMN/JS1", "KLMN"), ("JS1/QRS-T", "QRS-T"), ("UVW/JS1", "UVW")],
)
def test_an_acronym_at_a_code_is_no_member(label, acronym):
    found = members(f"{label} Joint submission 1 submitted by: Delta Bridges; and Epsilon Roads, Nairobi (Kenya).")
    assert found == ["Delta Bridges", "Epsilon Roads"]
    assert not [name for name in found if acronym in name]


@pytest.mark.parametrize(
    "bracket",
    [
        "(an umbrella association of 57 organisations operating in Ghana, Togo, Mali, Chad and Benin)",
        "(a network with members in Ghana, Togo and Mali)",
        "(working in Peru, Chile and Brazil)",
        "(present in Nepal, India, Bhutan and Sri Lanka)",
        "(with offices in Kenya, Uganda and Rwanda)",
    ],
)
def test_countries_in_a_bracket_are_no_members(bracket):
    found = members(
        f"JS1 Joint submission 1 submitted by: Beta Rowers Association {bracket} in partnership with Gamma Boats, "
        "Delta Oars, and Epsilon Sails (Kenya)."
    )
    assert found == ["Beta Rowers Association", "Gamma Boats", "Delta Oars", "Epsilon Sails"]


@pytest.mark.parametrize(
    ("city", "country", "iso3"),
    [
        ("Nairobi", "Kenya", "Kenya"),
        ("Accra", "Ghana", "Ghana"),
        ("Lima", "Peru", "Peru"),
        ("Geneva", "Switzerland", "Switzerland"),
        ("Kathmandu", "Nepal", "Nepal"),
    ],
)
def test_a_city_behind_a_semicolon_is_the_address(city, country, iso3):
    submission = joint(
        f"JS1 Joint submission 1 submitted by: Beta Doors; Gamma Gates; Delta Bridges; {city} ({country})."
    )
    assert [member.name for member in submission.members] == ["Beta Doors", "Gamma Gates", "Delta Bridges"]
    assert (submission.city, submission.country) == (city, iso3)


@pytest.mark.parametrize(
    "attachment",
    [
        "(RRX-1) Invented report one of the council, adopted on 1 May 2010;",
        "(RRX-2) Second invented report of the council, Strasbourg, 3 June 2014;",
        "(RRX-1) Invented report, adopted on 1 May 2010;\n(RRX-2) Invented report, adopted on 2 May 2011;",
        "(RRX-COMM) Report of the invented commissioner, 5 March 2015;",
        "(RRX-1) Reply of the invented government, published on 7 July 2012;",
    ],
)
def test_submitters_behind_attachments_are_submissions(attachment):
    summary = parsed(
        f"""
 Individual submissions:
AA Alpha Aid, London (United Kingdom);
 Regional intergovernmental organization(s):
RRX The Regional Rowers Council, Strasbourg (France)
Attachments:
{attachment}
UU-FRX Union Agency for Invented Boats, Vienna, Austria;
OOX/ODX Office for Invented Elections of the Sea Organisation, Warsaw, Poland.
""",
        4,
    )
    assert [each.code for each in summary.submissions] == ["AA", "RRX", "UU-FRX", "OOX/ODX"]
    assert summary.declared == 4


@pytest.mark.parametrize(
    "bodies",
    [
        "RRX-Commissioner The Regional Rowers Council Commissioner for Boats",
        "RRX-CPX  Regional Committee for the Prevention of Storms",
        "RRX-EX Regional Commission against Leaks\nRRX-CPX  Regional Committee for the Prevention of Storms",
        "RRX-GRX Group of Regional Experts on Rowing against Violence",
        "RRX-ACX Advisory Committee on the Framework Convention for Oars",
    ],
)
def test_bodies_of_one_organisation_are_one_submission(bodies):
    summary = parsed(
        f"""
AA  Alpha Aid, London, United Kingdom*;

Regional Organizations
RRX Regional Rowers Council, Strasbourg, France
{bodies}
""",
        2,
    )
    assert [each.code for each in summary.submissions] == ["AA", "RRX"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Ombudsman/HRBX", "Human Rights Ombudsman of the Boats of Kenya"),
        ("NHRC/KX", "National Human Rights Commission of the Boats of Kenya"),
        ("KNCHX", "Kenya National Commission on the Human Rights of Rowers"),
        ("Ombudsman", "Ombudsman for Human Rights of the Boats of Kenya"),
        ("DPX", "Defensoria of the Invented People of the Boats"),
    ],
)
def test_the_code_of_an_institution_ends_where_its_name_begins(code, name):
    summary = parsed(
        f"""
 Individual submissions:
AA Alpha Aid, London (United Kingdom);
  National human rights institution:
{code}  {name},
Nairobi (Kenya);
""",
        2,
    )
    (institution,) = summary.of_kind("nhri")
    assert (institution.code, institution.name) == (code, name)
