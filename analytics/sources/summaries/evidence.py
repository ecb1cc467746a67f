"""What speaks for a text being the name of one organisation: its words, its acronym, and lists of names and cities.

The rules that cut a list (`cutting`) weigh the two sides of a comma or an "and" with what stands here. The names are
those that two or more lists of the third cycle print alone, or one beside a submission of the same body
(data/names_printed_alone.csv).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from analytics import small_tables
from analytics.folders import DATA
from analytics.sources.summaries.names import CAPITALS_BEHIND_DASH, SMALL_WORDS, is_spelled_by, key
from analytics.sources.summaries.places import fold, is_country

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words of a subject, not of an organisation: "Women, Education, Development" is the tail of a name, not three members.
SUBJECT_WORDS = """
    education development educacion desarrollo educacao desenvolvimento peace paz paix justice justicia justica
    democracy democracia democratie equality egalite igualdad igualdade environment ambiente environnement
    health salud saude sante culture cultura women mujeres mulheres femmes children youth juventud ninos ninas
    ninez adolescencia enfants jeunes family families gender genero race racial social sociales sociaux sociale
    rights human direitos derechos humanos humano droits humains freedom freedoms liberty liberties libertad
    libertades libertes solidarity solidaridad inclusion security seguridad law laws governance transparency
    accountability research training investigacion advocacy empowerment citizenship cidadania comunicacion
    comunicacao information informacion communication gays gay lesbians lesbian lesbicas travestis bissexuais
    transexuais intersexos bisexual trans transgender intersex queer economic economica economicos economico
    economique cultural culturales culturels political politicos politica civil participation participacion
    cooperation protection promotion prevention defense defence defensa defesa humanitarian care studies
    estudios estudos etudes policy policies politicas publicas people peoples pueblos persons personas
    disability disabilities discapacidad violence violencia torture tortura discrimination trafficking nature
    natural resources recursos naturales science technology media expression democratic reform reforms
    monitoring evaluation aid relief settlement integration statelessness food agriculture land water energy
    climate change sustainable integral rural indigenous sexual reproductive reproductiva sexuales reproductivos
    workers labour labor trade migration migrants refugees refuge asylum memory memoria truth verdad
    reconciliation tolerance dialogue religion belief conscience opinion non-violence nonviolence humanitaire
    bien-etre formation sports arts history heritage elderly older girls boys men students intervention advice
    support assistance ecology creation world without war punishment abuse exploitation diversity diversidad
    territory territorio victims victimas victimes environmental culturais sociais equity equidad equite sida
    aids hiv nutrition hygiene peacebuilding comparative public geographical urban legal contemporary applied
    strategic building treatment rehabilitation reintegration their thought expression speech internet dignity
    advancement promocion apoyo adolescentes adolescents adolescence jovenes liderazgo oportunidades droit right
    inclusive ambiental ambientales
    technologies knowledge skills padres madres familias pensionados jubilados adultos mayores"""
SUBJECTS = frozenset(SUBJECT_WORDS.split())
# A name of an organisation has such a word. Many languages; plural forms only where names use them alone.
WORDS_OF_ORGANISATIONS = """
    association organisation organization network centre center coalition foundation institute council
    commission committee union federation forum alliance movement initiative initiatives project campaign group
    league watch fund trust platform clinic university college faculty consortium collective club church
    churches chamber confederation congress front defenders lawyers advocates academy assembly bureau office
    observatory society amnesty caritas oxfam pact partnership agency secretariat congregation franciscans
    dominicans mission ministries action actionaid helpline hub house lobby minorities workers brothers sisters
    syndicate taskforce team unit programme program service services working parliament school institution
    caucus confederacy movements monitor solidarity helsinki ecpat civicus fidh omct pen acat fian cladem wilpf
    ngo ong cso journalists asociacion organizacion red centro coalicion fundacion instituto consejo comision
    comite federacion foro alianza movimiento iniciativa proyecto campana grupo liga plataforma universidad
    colectivo colectiva coordinadora corporacion observatorio equipo sindicato agrupacion comunidad
    confederacion programa servicio convergencia mesa oficina frente consorcio clinica camara unidad
    articulacion asamblea cooperativa sociedad mision convite associacao organizacao rede fundacao conselho
    comissao uniao movimento projeto coletivo articulacao confederacao federacao alianca aldeia aldeias
    associacio fundacio federacio associations reseau fondation institut conseil mouvement projet groupe ligue
    plateforme observatoire collectif coordination secours cercle organisations syndicat clinique ligues maison
    cadre societe centrale convergence eglise agence barreau istituto associazione stiftung verein gesellschaft
    fundacja stowarzyszenie towarzystwo persatuan majlis gabungan ikatan perkumpulan samiti sangh samaj jaringan
    yayasan"""
PROPER_WORDS = frozenset({"amnesty", "caritas", "oxfam", "ecpat", "civicus", "actionaid", "convite", "acat", "fian"})
ORGANISATION_WORDS = frozenset(WORDS_OF_ORGANISATIONS.split()) | PROPER_WORDS
CLOSING_WORDS = ORGANISATION_WORDS | {"international"}
# In Romance languages such a word opens the name, and a capital one in the middle of a text opens another.
WORDS_THAT_OPEN = """
    asociacion organizacion coalicion fundacion instituto federacion movimiento corporacion observatorio
    coordinadora colectivo agrupacion confederacion camara comite centro sindicato associacao fundacao movimento
    federacao association fondation mouvement federation ligue observatoire collectif coordination reseau forum
    associacio"""
OPENING_WORDS = frozenset(WORDS_THAT_OPEN.split())
FITTING_ACRONYM = re.compile(r"\(\s?[“\"']?([A-ZÀ-Ý][^()\s,;]{1,18}(?:\s[A-Z][\w.-]{0,14})?)[”\"']?\s?\)?[\s.]*$")
ARTICLE = re.compile(r"^(?:(?i:the|la|las|los|el|le|les|o|a|as|os)\s|(?i:[ld])[\u00b4’'])\s?(?=[^\W\da-zà-ÿ])")
CLOSING_MARKS = re.compile(r"[,;()]")
FOR_A_SUBJECT = re.compile(r"[A-Z][\w’'-]+\s(?:for|[Ww]ithout)\s[A-Z]")
ALL_CAPITALS = re.compile(r"(?<![A-Z0-9-])(?>[A-Z0-9-]*?\b(?=[A-Z]))[A-Z][A-Z0-9-]*[A-Z]{2}\b")

UNLIKELY, POSSIBLE, LIKELY, SURE = -1.0, 1.0, 2.0, 3.0


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Keys of names that other lists print: `plain` ones, and `joined` ones that may be two, with a comma or "and"."""

    plain: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        """Whether this is one of them, or a name of `names_printed_alone`, also with a country behind it."""
        bare, own = key(name), key(ARTICLE.sub("", name.strip()))
        if bare in self.plain or not names_printed_alone().isdisjoint((bare, own)):
            return True
        before, _, last = own.rpartition(" ")
        plain = not CLOSING_MARKS.search(name)
        return plain and " " in before and before in names_printed_alone() and is_country(last)


@cache
def names_printed_alone() -> frozenset[str]:
    """Keys of the names that stand alone in lists."""
    return frozenset(key(row["name"]) for row in small_tables.read(DATA / "names_printed_alone.csv"))


@cache
def names_with_comma() -> frozenset[str]:
    """Keys of those of them that hold a comma."""
    rows = small_tables.read(DATA / "names_printed_alone.csv")
    return frozenset(key(row["name"]) for row in rows if "," in row["name"])


def weight(name: str, names: KnownNames) -> float:
    """How much speaks for this being one whole name: UNLIKELY, POSSIBLE, LIKELY or SURE."""
    bare = ARTICLE.sub("", name.strip(" ,;.*"))
    if name in names:
        return SURE
    words = key(bare).split()
    if not words or is_subject(bare) or bare[:1].islower() or words[-1] in SMALL_WORDS:
        return UNLIKELY
    if len(words) == 1 and words[0] in ORGANISATION_WORDS and not ALL_CAPITALS.search(bare):
        return POSSIBLE if words[0] in PROPER_WORDS else UNLIKELY
    if any(word in ORGANISATION_WORDS for word in words) or words[-1] == "international" or own_acronym(bare):
        return LIKELY
    if len(words) == 1 and re.match(r"[A-Z][a-z]+[A-Z]", bare):
        return LIKELY
    return LIKELY if ALL_CAPITALS.search(CAPITALS_BEHIND_DASH.sub("", bare)) else POSSIBLE


def is_subject(text: str) -> bool:
    """Whether all words name subjects, as in "Women, Education and Development"; "Families for Freedom" is a name."""
    acronym = FITTING_ACRONYM.search(text)
    if FOR_A_SUBJECT.match(text.strip()) or (acronym and is_spelled_by(acronym.group(1), text)):
        return False
    words = key(text).split()
    return all(word in SUBJECTS or word in SMALL_WORDS for word in words)


def own_acronym(name: str) -> str | None:
    """The acronym in brackets at the end of a name, if it opens with the letter of one of the name's first words."""
    found = FITTING_ACRONYM.search(name)
    if not found or not found.start():
        return None
    letter = fold(found.group(1))[:1]
    return found.group(1) if letter in {word[0] for word in _first_words(name[: found.start()])} else None


def is_spelled_out(name: str) -> bool:
    """`Sisters in Islam (SIS)`: the acronym in brackets is made of the first letters of the name only."""
    found = FITTING_ACRONYM.search(name)
    words = key(name).split()
    initials = "".join(word[0] for word in words)
    rare = "".join(word[0] for word in words if word not in SMALL_WORDS)
    return found is not None and fold(found.group(1)) in (initials, rare)


def _first_words(name: str) -> Iterator[str]:
    words = [word for word in key(name).split() if word not in SMALL_WORDS]
    yield from words[:2]


def opens_a_name(text: str, among: int = 4) -> bool:
    """Whether one of the first words is that of an organisation, and goes on: "National Coalition for", "la Red de"."""
    words = key(ARTICLE.sub("", text.strip())).split()
    if not words:
        return False
    goes_on = [word in ORGANISATION_WORDS for word in words[:among]]
    return goes_on[0] or any(
        here and following in SMALL_WORDS | {"against", "pro"}
        for here, following in zip(goes_on, words[1:], strict=False)
    )


def is_closed(text: str) -> bool:
    """Whether nothing is left open at the end: the text ends in a word of an organisation, a bracket or an acronym."""
    last = text.rstrip(" ,.*")
    words = key(last).split()
    if last.endswith((")", "”")) or is_acronym(last.rpartition(",")[2]) or CAPITALS_BEHIND_DASH.search(last):
        return True
    return bool(words and words[-1] in CLOSING_WORDS)


def is_acronym(text: str) -> bool:
    """`CREA`, `EG Justice` is none, `ARTICLE 19` and `PEN` are."""
    return re.fullmatch(r"[A-Z][A-Z0-9./&-]+(?:[\s-]\d+)?", text.strip(" ,;.")) is not None
