"""Sections of a stakeholder summary beside its plain lists: attachments, bodies, codes of institutions, labels.

The documents are invented; the four real ones are of Slovenia, as text and as PDF.
"""

import time

import pytest
from test_stakeholder_summaries import document, joint, names

from analytics.sources.reading import ReadError
from analytics.sources.summaries import reader

SLOVENIA = {
    7: ["AI", "FMDVEP", "GIEACPC", "YHD", "SRI", "VARUH", "CoE"],
    20: ["AI", "GIEACPC", "IBFAN", "OIEC", "CoE", "EU-FRA", "OSCE/ODIHR"],
    34: ["AI", "LMPT", "ICAN", "HRORS", "JS1", "JS2", "JS3", "JS4", "CoE", "EU-FRA", "OSCE/ODIHR"],
    48: [
        *("AI", "APE", "BrokenChalk", "ECLJ", "ICAN", "LEGEBITRA", "JS1", "JS2", "JS3", "Ombudsman/HRORS", "CoE"),
        "OSCE/ODIHR",
    ],
}
"""Session -> codes of its submissions, as a person reads them: 7, 7, 11 and 12, as declared."""
SIGNATORIES = {34: [4, 3, 2, 3], 48: [4, 2, 3]}


@pytest.mark.parametrize("session", SLOVENIA)
def test_the_summaries_of_slovenia_are_read_whole_from_text_and_from_pdf(sources, session):
    folder = sources / "stakeholder_summaries"
    read = [reader.read(folder / f"A_HRC_WG.6_{session}_SVN_3.{kind}") for kind in ("txt", "pdf")]
    for summary in read:
        assert [each.code for each in summary.submissions] == SLOVENIA[session]
        assert summary.declared == len(SLOVENIA[session])
        if session in SIGNATORIES:
            assert [len(each.members) for each in summary.of_kind("joint")] == SIGNATORIES[session]
    as_text, as_pdf = ([(e.code, e.kind, e.name, e.members, e.city) for e in each.submissions] for each in read)
    assert as_text == as_pdf


def codes(entries, **more):
    return [(each.code, each.kind) for each in reader.parse(document(entries, **more)).submissions]


def test_further_submitters_among_the_attachments_are_submissions():
    entries = """
Individual submissions:
HRF Harbour Rights Forum, Porto Novo (Benin);
Regional intergovernmental organization(s):
RRX The Regional Rowers Council, Strasbourg (France)
Attachments:
(RRX-1) Invented report one of the council, adopted on 1 May 2010;
UU-FRX Union Union Agency for Invented Boats, Vienna, Austria;
Attachments:
Report on doors (2012);
OOX/ODX Office for Invented Elections of the Sea, final report of
4 May 2012.
"""
    assert codes(entries, declared="4") == [
        ("HRF", "individual"),
        ("RRX", "regional_organisation"),
        ("UU-FRX", "regional_organisation"),
        ("OOX/ODX", "regional_organisation"),
    ]


def test_bodies_of_an_organisation_that_is_listed_are_no_submissions():
    entries = """
HRF Harbour Rights Forum, Porto Novo, Benin;

Regional Organizations
RRX Regional Rowers Council, Strasbourg, France
RRX-Commissioner The Regional Rowers Council Commissioner for Boats
RRX-CPX Regional Committee for the Prevention of
Storms
"""
    assert codes(entries) == [("HRF", "individual"), ("RRX", "regional_organisation")]


def test_the_code_of_an_institution_may_hold_its_acronym():
    entries = "National human rights institution:\nOmbudsman/HRBX Human Rights Ombudsman of Boats,\nNairobi (Kenya);"
    (made,) = reader.parse(document(entries)).submissions
    assert (made.code, made.name) == ("Ombudsman/HRBX", "Human Rights Ombudsman of Boats")


def test_a_joint_submission_may_have_an_acronym_before_its_number():
    entries = """
Joint submissions:
JS1 Joint submission 1 submitted by: Beta Doors and Gamma Gates, Nairobi (Kenya);
PTX/JS2 Joint submission 2 submitted by: Delta Bridges; and Epsilon Roads, Nairobi (Kenya).
"""
    first, second = reader.parse(document(entries)).submissions
    assert (first.code, names(first)) == ("JS1", ["Beta Doors", "Gamma Gates"])
    assert (second.code, second.name, names(second)) == ("JS2", "PTX", ["Delta Bridges", "Epsilon Roads"])


def test_a_joint_submission_without_a_number_keeps_its_code():
    entries = "HRF Harbour Rights Forum, Porto Novo, Benin;\nSRX Salt Road Initiative (Joint submission);"
    assert codes(entries) == [("HRF", "individual"), ("SRX", "joint")]


def test_a_city_of_its_own_and_a_bracket_with_countries_are_no_members():
    submission = joint("Beta Doors; Gamma Gates; Delta Bridges; Nairobi (Kenya).")
    assert (names(submission), submission.city) == (["Beta Doors", "Gamma Gates", "Delta Bridges"], "Nairobi")
    text_of_four = (
        "Beta Rowers Association (an umbrella association of 57 organisations operating in Ghana, Togo, Mali, Chad and "
        "Benin) in partnership with Gamma Boats, Delta Oars, and Epsilon Sails (Kenya)."
    )
    assert names(joint(text_of_four)) == ["Beta Rowers Association", "Gamma Boats", "Delta Oars", "Epsilon Sails"]


def many_pages(times):
    """A PDF that names its one page so often."""
    kids = b"3 0 R " * times
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % times,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 4\n0000000000 65535 f \n%s" % entries
    return out + table + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_a_pdf_that_names_one_page_a_thousand_times_is_refused_in_a_sentence():
    started = time.perf_counter()
    with pytest.raises(ReadError, match=r"^summary\.pdf has 1,?000 pages"):
        reader.read_bytes(many_pages(1000), file="summary.pdf")
    assert time.perf_counter() - started < 5
