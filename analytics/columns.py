"""What each column of the results is: a share, a count, a year, a code of which list.

Cards, maps, files, sentences and the command line ask this module, each for its own way of writing a kind. A name means
one thing in all results, but for those in OF_RESULT. A new column of a query or a result is added here; a test names
the ones that are missing. How a kind is drawn belongs to `charts`, how it is counted to `results`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pandas as pd

from analytics.filters import ACTIONS
from analytics.rows import is_known
from analytics.text import Text


class Kind(Enum):
    """What the cells of a column are."""

    COUNT = "how many: a whole number"
    SHARE = "a part of a whole, 0 to 1, written as percent"
    POINTS = "a difference of two shares, or the error of one, -1 to 1: percentage points, in tables written as percent"
    NUMBER = "another number: an index, a ratio, a correlation, a place"
    ORDINAL = "a whole number that is a name, such as a year: never with a mark of thousands"
    MIXED = "a mean of what another column of the row names, a count or a share"
    FLAG = "yes or no"
    CODE = "a code of a list"
    TEXT = "a name or words as they are, or a list of them"
    LINK = "an address that opens"


@dataclass(frozen=True)
class Column:
    """One column. `codes`: the list that names its codes, see LISTS; without one they stay as they are."""

    name: str
    kind: Kind
    codes: str = ""
    beside: str = ""
    """Column of names that is put beside the code, which then stays; else the name takes its place."""
    code_last: bool = False
    """Whether the code goes behind all other columns."""
    wide: bool = False
    """Whether a table gives it more room than it asks for."""
    lines: int = 1
    """Lines of words that a table has room for in each row."""
    of: str = ""
    """Of a mixed column: the one that names what it is a mean of."""
    ranked_by: str = ""
    """The column that orders states by this measure, if not itself."""
    whole: str = "recommendations"
    """Of a share by state: the column that it is a part of, its n."""
    words: str = ""
    """The list that names its numbers where it is read and not counted on."""
    class_limits: tuple[float, ...] = ()
    """On a map: the upper limits of the lower four of five classes, where they are the same under every filter."""


PERCENT = frozenset({Kind.SHARE, Kind.POINTS})
"""Kinds that tables write as percent."""
WHOLE = frozenset({Kind.COUNT, Kind.ORDINAL})
"""Kinds without decimals."""

LISTS: Mapping[str, Callable[[Any, Text, str], str]] = {
    "state": lambda code, t, _: t.state(code),
    "record": lambda said, t, _: t.record(said),
    "states": lambda codes, t, _: t.entries(t.state(code) for code in codes.split()),
    "region": lambda code, t, scheme: t.region(code, scheme),
    "un": lambda code, t, _: t.region(code, "un"),
    "group": lambda code, t, scheme: t.group(code, scheme),
    "subregion": lambda code, t, _: t.subregion(code),
    "sample": lambda code, t, _: _sample(code, t),
    "issue": lambda code, t, _: t.issue(code),
    "action": lambda code, t, _: t(f"action.{int(code)}") if int(code) in ACTIONS else "",
    "instrument": lambda code, t, _: t(f"instrument.{code}"),
    "movement": lambda code, t, _: t(f"movement.{code}"),
    "again_basis": lambda code, t, _: t(f"again_basis.{code}"),
    "its_issues": lambda codes, t, _: "; ".join(t.issue(code) for code in codes.split()),
    "family": lambda code, t, _: t(f"family.{code}"),
    "flag": lambda code, t, _: t(f"flag.{code}"),
    "subject": lambda code, t, _: t(f"subject.{code}" if t.has(f"subject.{code}") else f"mandate.{code}"),
    "layer": lambda code, t, _: t(f"layer.{code}"),
    "score": lambda code, t, _: t(f"score.{code}") if isinstance(code, str) else code,
    "measure": lambda code, t, _: t(f"measure.{code}"),
    "response": lambda code, t, _: t(f"response.{code}"),
    "part": lambda code, t, _: t(f"part.{code}"),
    "basis": lambda code, t, _: t(f"basis.{code}"),
    "barrier": lambda code, t, _: t(f"barrier.{code}"),
    "freedom": lambda code, t, _: t(f"freedom.{code}"),
    "income_group": lambda code, t, _: t(f"income_group.{code}"),
    "status_source": lambda code, t, _: t(f"civic_falls.source.{code}"),
    "status": lambda code, t, _: t(f"status.{code}"),
    "dates": lambda code, t, _: t(f"dates.{code}"),
    "correction": lambda code, t, _: t(f"correction.{code}") if t.has(f"correction.{code}") else code,
    "submission_kind": lambda code, t, _: t(f"submissions.kind.{code}"),
    "organisation_kind": lambda code, t, _: t(f"submissions.type.{code}"),
    "scope": lambda code, t, _: t(f"submissions.scope.{code}"),
    "exactness": lambda code, t, _: t(f"submissions.exactness.{code}"),
    "size_basis": lambda code, t, _: t(f"submissions.size_basis.{code}"),
    "count_basis": lambda code, t, _: t(f"submissions.count_basis.{code}"),
    "coalition_measure": lambda code, t, _: t(f"submissions.measure.{code}"),
    "network_measure": lambda code, t, _: t(f"coalition_networks.measure.{code}"),
    "against_chance": lambda code, t, _: t(f"coalition_networks.against.{code}"),
    "how_often": lambda code, t, _: t(f"coalition_networks.often.{code}"),
    "regions": lambda codes, t, scheme: t.entries(t.region(code, scheme) for code in codes.split()),
    "reach": lambda code, t, _: t(f"submissions.reach.{code}"),
    "sensitivity": lambda code, t, _: t(f"sensitivity.{code}"),
    "signatories": lambda code, t, _: t(f"signatories.{code}"),
    "list_kind": lambda code, t, _: t(f"submissions.list_kind.{code}"),
    "variant": lambda code, t, _: _variant(code, t),
    "grade": lambda code, t, _: t(f"submissions.grade.{code}"),
    "list_source": lambda code, t, _: t(f"submissions.source.{code}") if t.has(f"submissions.source.{code}") else code,
    "review_measure": lambda code, t, _: t(f"coalition_country.measure.{code}"),
    "record_measure": lambda code, t, _: t(f"country.measure.{code}"),
    "within": lambda code, t, _: t(f"country.within.{code}"),
    "against_range": lambda code, t, _: t(f"country.against.{code}"),
    "ranked_by": lambda code, t, _: t(f"whom_to_lobby.order.{code}"),
    "shared_groups": lambda codes, t, scheme: t.entries(t.group(code, scheme, short=True) for code in codes.split()),
    "measure_against": lambda code, t, _: t(f"counted.{code}"),
    "note": lambda code, t, _: t(f"submissions.note.{code}") if t.has(f"submissions.note.{code}") else code,
}
"""List of codes -> what names one, in a language and under a scheme of regions."""


def _sample(code: str, t: Text) -> str:
    """Name of a part of a lens's sample: a region, or a period such as `21-27`."""
    first, _, last = code.partition("-")
    return t("selection.sessions", first=first, last=last) if last else t.region(code, "m49")


def _variant(code: str, t: Text) -> str:
    """Name of a form of an estimate: over networks, or of submissions cited together."""
    key = f"coalition_impact.voice.form.{code}"
    return t(key) if t.has(key) else t(f"coalition_impact.form.{code}")


def _each(kind: Kind, names: str) -> dict[str, Column]:
    """Columns of one kind; codes are of the list that has the name of the column, if there is one."""
    of_lists = LISTS if kind is Kind.CODE else ()
    return {name: Column(name, kind, name if name in of_lists else "") for name in names.split()}


_COALITIONS = (
    *_each(
        Kind.COUNT,
        """
        only_national organisations_named possible_elsewhere possible_region signed sized untold with_elsewhere
        with_region
        """,
    ).values(),
    *_each(
        Kind.NUMBER, "median median_gap median_gap_lower median_gap_upper median_lower median_size median_upper"
    ).values(),
    *_each(Kind.CODE, "left_out sensitivity signatories").values(),
    Column("joint", Kind.COUNT, class_limits=(5, 10, 20, 40)),
    Column("possible_share", Kind.SHARE),
    Column("could_close", Kind.FLAG),
)
"""Columns of joint submissions of the third cycle."""
_LOBBYING = (
    *_each(Kind.NUMBER, "acceptance_points history_points interest_points points ties_points").values(),
    *_each(Kind.COUNT, "asked_here cases later_here on_issue_here").values(),
    *_each(Kind.FLAG, "kept same_region same_un_group").values(),
    *_each(Kind.SHARE, "precision_lower precision_upper recall_lower recall_upper").values(),
    *(
        Column(f"{measure}_gap{end}", Kind.POINTS)
        for measure in ("precision", "recall")
        for end in ("", "_lower", "_upper")
    ),
    *_each(Kind.CODE, "ranked_by shared_groups").values(),
    Column("why", Kind.TEXT, wide=True, lines=3),
)
"""Columns of whom to lobby."""
_COLUMNS = (
    Column("action_category", Kind.ORDINAL, words="action"),
    Column("rate", Kind.SHARE, ranked_by="shrunken", class_limits=(0.5, 0.65, 0.8, 0.9)),
    Column("specific_share", Kind.SHARE, whole="categorised"),
    Column("mean_of_reviews", Kind.MIXED, of="coalition_measure"),
    *(
        Column(name, Kind.MIXED, of="network_measure")
        for name in ("observed", "by_chance", "chance_lower", "chance_upper")
    ),
    *(Column(f"region_{end}", Kind.MIXED, of="review_measure") for end in ("lower", "middle", "upper")),
    Column("own_value", Kind.MIXED, of="review_measure"),
    Column("against", Kind.MIXED, of="measure_against"),
    Column("signs_in", Kind.CODE, "states", wide=True),
    Column("iso3", Kind.CODE, "state", beside="state"),
    Column("recommending_state", Kind.CODE, "state", beside="recommending_name", code_last=True),
    Column("state_under_review", Kind.CODE, "state", beside="reviewed_name", code_last=True),
    *(Column(name, Kind.CODE, "region", wide=True) for name in ("region", "reference_region")),
    Column("subregion", Kind.CODE, "subregion", wide=True),
    Column("country", Kind.CODE, "state"),
    Column("seat", Kind.CODE, "state"),
    Column("asked_by", Kind.CODE, "states"),
    Column("in_states", Kind.CODE, "states"),
    Column("its_issues", Kind.CODE, "its_issues", wide=True),
    Column("recommendation_key", Kind.TEXT),
    Column("in_regions", Kind.CODE, "regions"),
    Column("recommending_group", Kind.CODE, "un"),
    Column("sample", Kind.CODE, "sample"),
    *(Column(name, Kind.CODE, "group") for name in ("asked", "asking", "group")),
    *(Column(name, Kind.TEXT, wide=True) for name in ("state", "definition")),
)

COLUMNS: Mapping[str, Column] = {
    **_each(
        Kind.SHARE,
        """
        about_share betweenness broker_betweenness density dropped highest joint_share lower lower_quartile
        lowest mean_lower mean_of_states mean_upper precision rate_lower rate_upper recall
        reference reference_lower reference_share reference_upper share share_elsewhere share_lower
        share_not_signed share_signed share_upper
        shrunken specific_lower specific_upper standardised standardised_lower standardised_upper
        upper upper_quartile
        largest_share
        """,
    ),
    **_each(
        Kind.POINTS,
        """
        change_not_signed change_signed composition difference gap gap_lower gap_upper not_overlapping placebo
        placebo_lower placebo_upper rate_part se span
        """,
    ),
    **_each(
        Kind.COUNT,
        """
        about about_issue accepted agreeing answered askers askers_about categorised coded comparisons components
        considering continuing counts_stated declared disagreeing drawn elsewhere events fell fell_asked
        focus_recommendations focus_states found from_observers from_unknown full_network general individual
        institutions international known largest largest_component later leads_only links listed listed_in
        lists loaded_lists members memberships minimal missing n national needed numbers_missing of_region
        on_issues organisations_abroad organisations_in organisations_stated others pairs partners peers
        peers_asked population recommendations recommending_states reference_recommendations reference_reviews
        reference_states regional reviews rose rows rows_in rows_met rows_out rows_rejected scheduled shared
        size sizes_stated smallest specific stated_size statements states states_listed states_with_many strata
        submissions subregional texts total unasked unchanged undivided unknown with_barrier with_record
        with_status wordings
        as_in_all bodies bodies_differing bodies_tested cited_with draws first_of first_on foreign in_review
        networks pages regions_compared regions_signed repeated_pairs reviews_signed second_of second_on
        sign_across sign_again sign_elsewhere signatures signing spelled states_not_signed states_signed
        states_unknown third_of third_on times unlisted waiting with_list opposing undecided
        """,
    ),
    **_each(
        Kind.NUMBER,
        """
        advocacy barriers change d1 e e1 e2 e3 entry expected first_score first_value funding last_score
        last_value latitude least longitude mean middle_lower middle_upper most odds_lower odds_ratio odds_upper
        per_population q ratio ratio_lower ratio_upper rho rho_lower rho_upper score_change value value_lower
        value_upper weight x y z
        """,
    ),
    **_each(
        Kind.ORDINAL,
        """
        asked_until component cycle first_session first_year last_score_year last_session
        last_year one other place position rank reference_cycle session third year
        """,
    ),
    **_each(
        Kind.FLAG,
        """
        actions built_in disagree distinctive excludes_zero few few_states focus is_country is_joint lead
        network_signed outlier overlap
        own_region recommends reviewed rough searchable small tested
        unanswered
        differs in_networks spelled_out
        """,
    ),
    **_each(
        Kind.TEXT,
        """
        acronym broker citation coalition column_name column_type continues data_version first_day
        found_as last_day licence_url loaded_on meaning name organisation organisations
        paragraph partner_organisation printed producer recommending_name reviewed_name
        said_of stated_in stems step symbol table_name terms text url version word
        """,
    ),
    **{
        name: Column(name, Kind.TEXT, "record")
        for name in ("coverage", "licence", "obtained_through", "origin", "processing", "reason", "title", "unit")
    },
    **_each(Kind.LINK, "document page"),
    **_each(
        Kind.CODE,
        """
        barrier basis claim coalition_measure code comparison correction count_basis dates exactness family flag
        freedom grade income_group issue issues kind_basis layer list_kind list_source m49_region measure note
        organisation_kind part partner reach response review reviews_shared scheme scope score series size_basis
        source stakeholder status
        against_chance fingerprint how_often membership network_measure status_source subject submission_kind
        topics treatment un_group variant verdict
        """,
    ),
    **_each(
        Kind.COUNT,
        """
        accepted_before accepted_now accepted_then accepted_then_again answered_now answered_then asked_after
        asked_before asked_to_ratify askers_now askers_then recommendations_again recommendations_now
        earlier_reviews recommendations_then
        """,
    ),
    **_each(Kind.ORDINAL, "asked_in cycle_now cycle_then"),
    **_each(Kind.CODE, "again_basis instrument movement"),
    **_each(Kind.SHARE, "precision_lower precision_upper recall_lower recall_upper"),
    **_each(Kind.SHARE, "abroad_share elsewhere_share network_share unknown_share"),
    **_each(
        Kind.COUNT,
        """
        below digital equal in_region in_subregion joint_third networks_shared organisations_elsewhere
        organisations_shared other_regions other_reviews other_states told with_abroad with_both with_network
        """,
    ),
    **_each(Kind.FLAG, "same_subregion in_calendar"),
    **_each(Kind.SHARE, "own_share range_lower range_middle range_upper"),
    **_each(Kind.CODE, "against_range record_measure within"),
    **_each(Kind.LINK, "compilation national_report summary"),
    **_each(Kind.CODE, "measure_against review_measure"),
    **{column.name: column for column in (*_COALITIONS, *_LOBBYING, *_COLUMNS)},
}
"""Every column of a result by its name, and the names that are put beside codes."""

_INTERVALS_OF_GAPS = (
    "acceptance_gaps",
    "regional_gaps",
    "cycle_changes",
    "gap_parts",
    "claim_evidence",
    "heard_evidence",
    "coalition_evidence",
)
_INTERVALS_OF_IMPACT = (
    "network_changes",
    "network_pooled",
    "network_pooled_by_region",
    "network_accepted",
    "voice_gaps",
    "voice_sensitivity",
)
OF_RESULT: Mapping[tuple[str, str], Column] = {
    (result, name): Column(name, kind)
    for kind, found in {
        Kind.POINTS: [
            (result, name) for result in (*_INTERVALS_OF_GAPS, *_INTERVALS_OF_IMPACT) for name in ("lower", "upper")
        ],
        Kind.FLAG: [("dataset", "askers"), ("dataset", "texts"), ("acceptance_by_asker", "specific")],
        Kind.NUMBER: [("search", "score")],
        Kind.TEXT: [("build_log", "note")],
        Kind.CODE: [("organisations", "organisation")],
    }.items()
    for result, name in found
}
"""Result and column -> what it is there, where that is not what the name means elsewhere."""


def of(name: str, result: str = "") -> Column:
    """What a column is. Raises KeyError for one that nobody described."""
    return OF_RESULT.get((result, name)) or COLUMNS[name]


def kind(name: str) -> Kind | None:
    """The kind of a column; None for one that is no column of a result."""
    return COLUMNS[name].kind if name in COLUMNS else None


def headings(rows: pd.DataFrame, t: Text) -> dict[str, str]:
    """The columns with their headings in the reader's language."""
    return {name: t(f"column.{name}") for name in rows.columns}


def written(name: str, value: float, t: Text, decimals: int | None = None) -> str:
    """A value of a column as a sentence writes it; a share as percent, with one decimal unless told otherwise."""
    if COLUMNS[name].kind in PERCENT:
        return t.percent(value, 1 if decimals is None else decimals)
    return t.number(value, decimals or 0)


def named(rows: pd.DataFrame, t: Text, scheme: str, *, as_words: bool = False) -> pd.DataFrame:
    """The same rows with names in place of codes; a state keeps its code and gets its name beside it.

    Lists of codes, which hold names already, stay as they are. Of two states, both names come first, both codes last.
    `as_words`: for reading, not for counting on: what is a count in one row and a share in another is written out.
    """
    if "name" in rows:
        return rows
    shown = rows.copy()
    for column in [COLUMNS[name] for name in rows.columns if name in COLUMNS]:
        if as_words and column.of in rows and rows[column.name].notna().any():
            measures = zip(rows[column.of], rows[column.name], strict=True)
            shown[column.name] = [written(*each, t, 1) if is_known(each[1]) else None for each in measures]
        listed = column.codes or (column.words if as_words else "")
        if not listed:
            continue
        code, name_of = column.name, LISTS[listed]
        codes = shown[code].astype(object) if shown[code].dtype == "category" else shown[code]
        names = codes.map(lambda each, name_of=name_of: name_of(each, t, scheme), na_action="ignore")
        if not column.beside:
            shown[code] = names
            continue
        place = list(shown.columns).index(code)
        shown.insert(place if column.code_last else place + 1, column.beside, names)
        if column.code_last:
            shown[code] = shown.pop(code)
    return shown
