"""A summary of invented organisations."""

FRONT = """United Nations A
/HRC/WG.6/46/XYZ/3
Summary of stakeholders’ submissions on Exampleland*
1. The present report was prepared pursuant to resolutions 5/1 and 16/21. It is a
summary of {declared} stakeholders’ submissions1 for the universal periodic review.
2. JS1 noted that doors were green.2
* The present document is being issued without formal editing.
GE.24-12345 (E)
Notes
"""
ANCHOR = """1 The stakeholders listed below have contributed information for this summary; the full texts of all
original submissions are available at: www.ohchr.org (one asterisk denotes a national human rights
institution with A status).
"""
BACK = """2 JS1, p. 4; HRF, paras. 2–5.
3 The following abbreviations are used in UPR documents:
ICERD International Convention against racial discrimination;
"""


def document(entries, declared="2", front=FRONT, anchor=ANCHOR, back=BACK):
    """A whole summary around these lines of its list."""
    return front.format(declared=declared) + anchor + entries.strip("\n") + "\n" + back


def names(submission):
    return [member.name for member in submission.members]


SHAPES = {
    "A": """
Civil society
Individual submissions:
HRF Harbour Rights Forum, Porto Novo (Benin);
LMC Lantern Media Collective, Quito (Ecuador).
Joint submissions:
JS1 Joint submission 1 submitted by: River Delta Watch (RDW); Centre for Rights and
Development; Coral Bay Union. Lima (Peru);
JS 2 Joint Subimission 2 submitted by Open Door Society; Blue Hill Trust;
12

A/HRC/WG.6/46/XYZ/3
Green Valley Women (GVW). Geneva (Switzerland).
National human rights institution:
NCX National Commission of Exampleland*, Example City (Benin).
""",
    "B": """
Civil society
Individual submissions:
HRF

Harbour Rights Forum, Porto Novo (Benin);

LMC

Lantern Media Collective, Quito
(Ecuador).

Joint submissions:

JS1

Joint submission 1 submitted by: River Delta Watch, Accra (Ghana), Open Door
Society (ODS), Lomé (Togo) and Coral Bay Union, Geneva (Switzerland);

JS2

Joint submission 2 submitted by: Blue Hill Trust, London (United Kingdom of Great
Britain and Northern Ireland); and the Green Valley Women, Dakar (Senegal).

National human rights institutions:

NCX

National Commission of Exampleland, Example City (Benin).

Regional intergovernmental organization(s):

RXO

Regional Example Organization, Vienna (Austria).
""",
    "C": """
Individual submissions:

HRF LMC Open Sea

Harbour Rights Forum, Porto Novo (Benin); Lantern Media Collective, Quito (Ecuador); Open Sea, Lima (Peru);

GE.24-12345

9

A/HRC/WG.6/46/XYZ/3

CVT QL Joint submissions: JS1
JS2 9

Cedar Valley Trust, Beirut (Lebanon); Quiet Lake, Oslo (Norway).
Joint submission 1 submitted by: River Delta Watch, New York, NY 10017 (United States of America); River Delta
Watch (RDW); Coral Bay Union, Blue Hill Trust, and Open Door Society; Joint submission 2 submitted by: Green
Valley Women, Geneva (Switzerland); Pine Ridge Forum; and the Salt Road Network (SRN).
""",
    "D": """
Individual submissions:
HRF Harbour Rights Forum, Porto Novo (Benin).
Joint submissions: JS1 JS2
JS3

River Delta Watch, Coral Bay Union, and Open Door Society, Accra (Ghana) (Joint Submission 1); Blue Hill
Trust and Green Valley Women, Geneva (Switzerland (Joint Submission 2); Pine Ridge Forum, Lomé (Togo), and
Salt Road Network, Dakar (Senegal) (Joint Submission 3).
""",
    "older": """
Civil society
HRF Harbour Rights Forum, Porto Novo, Benin;
LMC Lantern Media Collective*, Quito, Ecuador;
JS1 Joint submission 1 submitted by: River Delta Watch (RDW), Port of Spain, Trinidad and
Tobago and The Coral Bay Union, Montreuil, France;
JS2 Joint Submission 2 – Blue Hill Trust, New York, USA, and Open Door Society, Eindhoven, The Netherlands.
""",
}
