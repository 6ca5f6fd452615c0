"""The tables that are given out and taken back: their columns, and what each says as RDF.

The manner is that of 自治体標準オープンデータセット: the code of the municipality, an ID and the
municipality's name come first, readings stand in `名称_カナ` in katakana, English in `名称_英字`,
and several values in one cell are parted by a semicolon.

An ID is the path of the thing below the base with `id/` left out, as in the addresses of pages
(`Iris.document_path`), so `Iris.thing_at` turns it back into the IRI:
`262064/plan/machizukuri-kyodo-3/action-plan/2`.
"""

from typing import Final

from kameoka_graph.exchange.file import Part
from kameoka_graph.exchange.table import (
    KEY,
    PARAGRAPHS,
    SEPARATOR,
    Column,
    Datatype,
    ForeignKey,
    Knowledge,
    Meaning,
    Table,
)
from kameoka_graph.say import Say

THING: Final = "id/{+id}"
"""Template of a thing by the ID of its row."""
_SPAN: Final = "{+document}#char={start},{end}"
_POSITION: Final = "{+document}#position={start},{end}"

STATED, CURATED, CONTEXT = Knowledge.STATED, Knowledge.CURATED, Knowledge.CONTEXT
LINK, DERIVED, RECORD = Knowledge.LINK, Knowledge.DERIVED, Knowledge.RECORD


def _code(knowledge: Knowledge = CONTEXT) -> Column:
    return Column(
        "municipality_code",
        Say("全国地方公共団体コード", "Local government code"),
        Say(
            "市区町村の6桁のコード（検査数字を含む）。",
            "The six-digit code of the municipality, with its check digit.",
        ),
        knowledge,
        required=True,
    )


def _id(what: Say) -> Column:
    return Column(
        KEY,
        Say("ID", "ID"),
        Say(
            f"{what.ja}の ID。IRI から土台の「…/id/」を除いた残りで、版を越えて変わりません。",
            f"The ID of {what.en}: its IRI without the base and “/id/”; stable across releases.",
        ),
        RECORD,
        required=True,
    )


_MUNICIPALITY: Final = Column(
    "municipality_name",
    Say("地方公共団体名", "Municipality"),
    Say("市区町村の名称。", "The name of the municipality."),
    CONTEXT,
    required=True,
)
_URI: Final = Column(
    "uri",
    Say("URI", "URI"),
    Say(
        "この行が表すものの IRI。ウェブで開くと、そのページが出ます。",
        "The IRI of what the row is about; opened on the web, it gives its page.",
    ),
    RECORD,
    Datatype.ADDRESS,
    required=True,
)
_DRAFTS: Final = Column(
    "machine_drafts",
    Say("機械による下書きの列", "Machine drafts"),
    Say(
        "この行のうち、機械による下書きで、人がまだ確かめていない列の名前（「;」区切り）。",
        "The columns of this row that are machine drafts which no person has checked yet, "
        "parted by “;”.",
    ),
    RECORD,
    separator=SEPARATOR,
)
_PLAN: Final = Column(
    "plan",
    Say("計画ID", "Plan ID"),
    Say("計画の ID（「計画」の表）。", "The ID of the plan (table of plans)."),
    RECORD,
    required=True,
)


def _leading(what: Say) -> tuple[Column, ...]:
    """Give the three columns that every table begins with."""
    return (_code(), _id(what), _MUNICIPALITY)


def _names() -> tuple[Column, ...]:
    """Give reading and English, as the municipal standard set names them."""
    return (
        Column(
            "name_kana",
            Say("名称_カナ", "Reading in katakana"),
            Say(
                "名称の読み。データでは、ひらがなで持つ読みを、カタカナに改めたもの。",
                "The reading of the name, in katakana; the data hold it in hiragana.",
            ),
            CURATED,
        ),
        Column(
            "name_en",
            Say("名称_英字", "Name in English"),
            Say("名称の英訳。市の定めた訳ではありません。", "A translation, not an official one."),
            CURATED,
            meaning=Meaning("skos:prefLabel", language="en"),
        ),
    )


def _corrected(what: Say) -> Column:
    return Column(
        "name",
        Say("名称（整えたもの）", "Name, corrected"),
        Say(
            f"{what.ja}の誤記や空白を改めた名称。改めていないものは空。",
            f"The wording of {what.en} with misprints and spacing corrected; empty where nothing "
            "was.",
        ),
        CURATED,
        meaning=Meaning("skos:prefLabel", language="ja"),
    )


def _place(what: Say) -> tuple[Column, ...]:
    """Give the columns of the exact place in the source."""
    return (
        Column(
            "document",
            Say("出典文書ID", "Source document ID"),
            Say(
                "出典文書の ID（SHA-256 の先頭12桁による）。",
                "The ID of the source document (by the first twelve digits of its SHA-256).",
            ),
            RECORD,
            required=True,
        ),
        Column(
            "start",
            Say("開始位置", "Start"),
            Say(
                f"{what.ja}が始まる位置。文書の先頭を0とする文字数。",
                f"Where {what.en} begins, in characters from the beginning of the document (0).",
            ),
            STATED,
            Datatype.INTEGER,
            required=True,
            meaning=Meaning("oa:start", about=_POSITION),
        ),
        Column(
            "end",
            Say("終了位置", "End"),
            Say(
                f"{what.ja}の直後の位置。「終了位置－開始位置」が文字数になります。",
                f"Just after {what.en}; end minus start is its length.",
            ),
            STATED,
            Datatype.INTEGER,
            required=True,
            meaning=Meaning("oa:end", about=_POSITION),
        ),
    )


def _order() -> Column:
    return Column(
        "position",
        Say("掲載順", "Order"),
        Say("同じ上位・同じ種別の中の順。", "The order among its like under the same parent."),
        STATED,
        Datatype.INTEGER,
        required=True,
        meaning=Meaning("schema:position"),
    )


def _mark(*, required: bool = False) -> Column:
    return Column(
        "mark",
        Say("番号（原文）", "Printed mark"),
        Say("原文に印字された番号や記号。", "The number or sign that is printed before it."),
        STATED,
        required=required,
        meaning=Meaning("mp:marker"),
    )


def _text() -> Column:
    return Column(
        "text",
        Say("原文", "Text as printed"),
        Say("原文の文言。一字も改めていません。", "The wording of the source, unchanged."),
        STATED,
        required=True,
        meaning=Meaning("mp:sourceText", language="ja"),
    )


def _contributes() -> Column:
    return Column(
        "contributes_to",
        Say("寄与先ID", "Contributes to (IDs)"),
        Say(
            "実現に役立つとみなした計画要素の ID（「;」区切り）。理由と確度は「判断」の表。",
            "The plan elements that it is judged to help bring about, parted by “;”; reasons and "
            "confidence are in the table of judgements.",
        ),
        CURATED,
        separator=SEPARATOR,
    )


def _basis() -> tuple[Column, ...]:
    """Give the columns that tell what a judgement rests on."""
    return (
        Column(
            "reason",
            Say("理由", "Reason"),
            Say("そう判断した理由。", "Why it was judged so."),
            CURATED,
            required=True,
            meaning=Meaning("rdfs:comment", language="ja"),
        ),
        Column(
            "confidence",
            Say("確度", "Confidence"),
            Say("判断の確かさ。0から1まで。", "How sure the judgement is, from 0 to 1."),
            CURATED,
            Datatype.DECIMAL,
            required=True,
            meaning=Meaning("sssom:confidence"),
        ),
        Column(
            "curator",
            Say("判断者ID", "Curator ID"),
            Say("判断した者の ID。", "The ID of who judged."),
            RECORD,
            required=True,
            meaning=Meaning("prov:wasAttributedTo", "id/{+curator}"),
        ),
        Column(
            "curator_name",
            Say("判断者", "Curator"),
            Say("判断した者の名前。", "The name of who judged."),
            RECORD,
            required=True,
        ),
        Column(
            "machine",
            Say("機械による下書き", "Machine draft"),
            Say(
                "機械による下書きで、人がまだ確かめていないか。",
                "Whether it is a machine draft which no person has checked yet.",
            ),
            RECORD,
            Datatype.BOOLEAN,
            required=True,
        ),
        Column(
            "date",
            Say("判断日", "Date"),
            Say("判断した日。", "The day of the judgement."),
            RECORD,
            Datatype.DATE,
            required=True,
            meaning=Meaning("dcterms:created"),
        ),
    )


PLANS: Final = Table(
    "plans",
    Say("計画", "Plans"),
    Say(
        "計画そのもの。原典のある計画と、市のページなどから分かった前の計画です。",
        "The plans themselves: those whose source is held, and predecessors known from other "
        "publications.",
    ),
    Part.PLAN,
    THING,
    (
        *_leading(Say("計画", "the plan")),
        Column(
            "name",
            Say("名称", "Name"),
            Say("計画の名称。", "The name of the plan."),
            STATED,
            required=True,
            meaning=Meaning("rdfs:label", language="ja"),
        ),
        *_names(),
        Column(
            "printed_period",
            Say("計画期間（原文）", "Printed period"),
            Say("原典に印字された計画期間。", "The period as it is printed in the source."),
            STATED,
            meaning=Meaning("mp:printedPeriod", language="ja"),
        ),
        Column(
            "first_year",
            Say("開始年度_西暦", "First fiscal year"),
            Say("計画期間の最初の年度（西暦）。", "The first fiscal year of the period."),
            STATED,
            Datatype.INTEGER,
            meaning=Meaning("mp:coversFiscalYear", "id/fiscal-year/{first_year}"),
        ),
        Column(
            "last_year",
            Say("終了年度_西暦", "Last fiscal year"),
            Say("計画期間の最後の年度（西暦）。", "The last fiscal year of the period."),
            STATED,
            Datatype.INTEGER,
            meaning=Meaning("mp:coversFiscalYear", "id/fiscal-year/{last_year}"),
        ),
        Column(
            "predecessor",
            Say("前の計画ID", "Predecessor ID"),
            Say("この計画が引き継いだ計画の ID。", "The ID of the plan that it replaces."),
            CONTEXT,
            meaning=Meaning("dcterms:replaces", "id/{+predecessor}"),
        ),
        Column(
            "documents",
            Say("出典文書ID", "Source document IDs"),
            Say(
                "出典文書の ID（「;」区切り）。空のものは原典がなく、行のすべてが背景の知識です。",
                "The IDs of its source documents, parted by “;”; where there is none, the whole "
                "row is known from other publications.",
            ),
            RECORD,
            separator=SEPARATOR,
        ),
        _DRAFTS,
        _URI,
    ),
    (Meaning("rdf:type", "ns/mp#Plan"),),
    (ForeignKey("predecessor", "plans"),),
)
"""Plans, one a row."""

PLAN_ELEMENTS: Final = Table(
    "plan-elements",
    Say("計画要素", "Plan elements"),
    Say(
        "テーマ、取り組み（柱）、施策、行動計画、ねらい、具体的な行動。原典に印字された順です。"
        "年度別の活動は「活動」の表にあります。",
        "Themes, pillars, measures, action plans, aims and concrete actions, in printed order. "
        "Yearly entries are in the table of activities.",
    ),
    Part.PLAN,
    THING,
    (
        *_leading(Say("計画要素", "the element")),
        _PLAN,
        Column(
            "parent",
            Say("上位ID", "Parent ID"),
            Say(
                "この要素が属する要素の ID。計画に直接属するものは空。",
                "The ID of the element that it is part of; empty where that is the plan itself.",
            ),
            STATED,
            meaning=Meaning("dcterms:isPartOf", "id/{+parent}"),
        ),
        Column(
            "kind",
            Say("種別", "Kind"),
            Say("要素の種別。", "The kind of element, in Japanese."),
            STATED,
            required=True,
        ),
        Column(
            "kind_en",
            Say("種別_英字", "Kind in English"),
            Say(
                "要素の種別（語彙のクラスの名）。",
                "The kind of element: a class of the vocabulary.",
            ),
            STATED,
            required=True,
            meaning=Meaning("rdf:type", "ns/mp#{kind_en}"),
        ),
        Column(
            "level_name",
            Say("階層名（原文）", "Printed level name"),
            Say("原典に印字された階層の名。", "What the source calls this level."),
            STATED,
            meaning=Meaning("mp:levelName", language="ja"),
        ),
        _mark(),
        Column(
            "notation",
            Say("符号", "Code"),
            Say(
                "上位の番号を続けた符号。取り組み2の施策3は 2-3。",
                "Its code with those above it: measure 3 of pillar 2 is 2-3.",
            ),
            DERIVED,
            meaning=Meaning("skos:notation"),
        ),
        _order(),
        _text(),
        _corrected(Say("原文", "the source")),
        *_names(),
        _contributes(),
        *_place(Say("原文", "the text")),
        _DRAFTS,
        _URI,
    ),
    (Meaning("prov:wasQuotedFrom", _SPAN),),
    (ForeignKey("plan", "plans"), ForeignKey("parent", "plan-elements")),
)
"""Elements of plans without the yearly entries, one a row."""

ACTIVITIES: Final = Table(
    "activities",
    Say("活動", "Activities"),
    Say(
        "年度別の活動。表の1つの欄の1項目が1行です。実施されたことを示すものではありません。",
        "Yearly entries: one item of one cell of the progress table a row. They do not tell that "
        "anything took place.",
    ),
    Part.PLAN,
    THING,
    (
        *_leading(Say("活動", "the entry")),
        _PLAN,
        Column(
            "action_plan",
            Say("行動計画ID", "Action plan ID"),
            Say("属する行動計画の ID。", "The ID of the action plan that it stands under."),
            STATED,
            required=True,
            meaning=Meaning("dcterms:isPartOf", "id/{+action_plan}"),
        ),
        Column(
            "fiscal_year",
            Say("年度", "Fiscal year"),
            Say("記載された年度（和暦）。", "The fiscal year of the column, by era."),
            STATED,
            required=True,
            meaning=Meaning("rdfs:label", about="id/fiscal-year/{year}", language="ja"),
        ),
        Column(
            "year",
            Say("年度_西暦", "Fiscal year (Western)"),
            Say("記載された年度（西暦）。", "The fiscal year by the year in which it begins."),
            STATED,
            Datatype.INTEGER,
            required=True,
            meaning=Meaning("mp:fiscalYear", "id/fiscal-year/{year}"),
        ),
        Column(
            "start_date",
            Say("年度開始日", "First day of the year"),
            Say("その年度の最初の日。", "The first day of that fiscal year."),
            DERIVED,
            Datatype.DATE,
            required=True,
            meaning=Meaning("schema:startDate", about="id/fiscal-year/{year}"),
        ),
        Column(
            "end_date",
            Say("年度終了日", "Last day of the year"),
            Say("その年度の最後の日。", "The last day of that fiscal year."),
            DERIVED,
            Datatype.DATE,
            required=True,
            meaning=Meaning("schema:endDate", about="id/fiscal-year/{year}"),
        ),
        _order(),
        _mark(),
        _text(),
        _corrected(Say("原文", "the source")),
        *_names(),
        Column(
            "kinds",
            Say("活動の種類", "Kinds"),
            Say("活動の種類（「;」区切り）。", "The kinds of activity in Japanese, parted by “;”."),
            CURATED,
            separator=SEPARATOR,
        ),
        Column(
            "kind_codes",
            Say("活動の種類コード", "Kind codes"),
            Say(
                "活動の種類のコード（voc/activity-kind/、「;」区切り）。",
                "The codes of the kinds (voc/activity-kind/), parted by “;”.",
            ),
            CURATED,
            separator=SEPARATOR,
        ),
        Column(
            "status",
            Say("実施状況", "Status"),
            Say(
                "実施状況。原典には記載がなく、空のものは記載なしのままです。",
                "The status. The source gives none; where nothing was judged, the cell is empty.",
            ),
            CURATED,
        ),
        Column(
            "status_code",
            Say("実施状況コード", "Status code"),
            Say("実施状況のコード（voc/status/）。", "The code of the status (voc/status/)."),
            CURATED,
            meaning=Meaning("adms:status", "voc/status/{status_code}"),
        ),
        Column(
            "series",
            Say("系列ID", "Series ID"),
            Say("同じ取組とみなした活動系列の ID。", "The ID of the series that it belongs to."),
            CURATED,
            meaning=Meaning("mp:inSeries", "id/{+series}"),
        ),
        Column(
            "involves",
            Say("関係主体ID", "Involved (IDs)"),
            Say(
                "関係するとみなした基金、施設、制度などの ID（「;」区切り）。",
                "The funds, facilities, schemes and others that it is judged to involve, "
                "parted by “;”.",
            ),
            CURATED,
            separator=SEPARATOR,
        ),
        Column(
            "follows_up",
            Say("受けた取組ID", "Follows up (IDs)"),
            Say(
                "この活動が受けた取組とみなした活動系列の ID（「;」区切り）。",
                "The series that it is judged to follow up, parted by “;”.",
            ),
            CURATED,
            separator=SEPARATOR,
        ),
        _contributes(),
        *_place(Say("原文", "the text")),
        _DRAFTS,
        _URI,
    ),
    (Meaning("rdf:type", "ns/mp#Activity"), Meaning("prov:wasQuotedFrom", _SPAN)),
    (
        ForeignKey("plan", "plans"),
        ForeignKey("action_plan", "plan-elements"),
        ForeignKey("series", "series"),
    ),
)
"""Yearly entries, one a row."""

SERIES: Final = Table(
    "series",
    Say("活動系列", "Series"),
    Say(
        "複数の年度の記載を、同じ取組とみなしたまとまり。すべて判断によるものです。",
        "Entries of several years that are taken to be one undertaking. All of it is judgement.",
    ),
    Part.CURATED,
    THING,
    (
        *_leading(Say("活動系列", "the series")),
        Column(
            "plan",
            Say("計画ID", "Plan ID"),
            Say("もとになった計画の ID。", "The ID of the plan that it is drawn from."),
            CURATED,
            required=True,
            meaning=Meaning("prov:wasDerivedFrom", "id/{+plan}"),
        ),
        Column(
            "name",
            Say("名称", "Name"),
            Say("系列の名称。", "The name of the series."),
            CURATED,
            required=True,
            meaning=Meaning("skos:prefLabel", language="ja"),
        ),
        *_names(),
        Column(
            "first_year",
            Say("最初の年度_西暦", "First fiscal year"),
            Say("最初に記載された年度（西暦）。", "The first fiscal year with an entry."),
            DERIVED,
            Datatype.INTEGER,
        ),
        Column(
            "last_year",
            Say("最後の年度_西暦", "Last fiscal year"),
            Say("最後に記載された年度（西暦）。", "The last fiscal year with an entry."),
            DERIVED,
            Datatype.INTEGER,
        ),
        Column(
            "size",
            Say("記載の数", "Entries"),
            Say("系列に属する活動の数。", "How many entries belong to it."),
            DERIVED,
            Datatype.INTEGER,
            required=True,
        ),
        Column(
            "entries",
            Say("活動ID", "Entries (IDs)"),
            Say("系列に属する活動の ID（「;」区切り）。", "The IDs of its entries, parted by “;”."),
            CURATED,
            separator=SEPARATOR,
        ),
        _DRAFTS,
        _URI,
    ),
    (Meaning("rdf:type", "ns/mp#ActivitySeries"),),
    (ForeignKey("plan", "plans"),),
)
"""Series of entries, one a row."""

ENTITIES: Final = Table(
    "entities",
    Say("関係主体", "Entities"),
    Say(
        "市、部署、団体、施設、基金、制度、催し、指針と、その別名。市のページなど、原典ではない資料によります。",
        "The municipality, departments, organisations, facilities, funds, schemes, events and "
        "guidelines, with other names; known from publications other than the source.",
    ),
    Part.WHOLE,
    THING,
    (
        *_leading(Say("関係主体", "the entity")),
        Column(
            "kind",
            Say("種別", "Kind"),
            Say("主体の種別。", "The kind of entity, in Japanese."),
            CONTEXT,
            required=True,
        ),
        Column(
            "kind_en",
            Say("種別_英字", "Kind in English"),
            Say("主体の種別（IRI の一部）。", "The kind of entity, as in its IRI."),
            CONTEXT,
            required=True,
        ),
        Column(
            "name",
            Say("名称", "Name"),
            Say("出典のページにある名称。", "The name, as the page gives it."),
            CONTEXT,
            required=True,
            meaning=Meaning("rdfs:label", language="ja"),
        ),
        *_names(),
        Column(
            "aliases",
            Say("別名", "Other names"),
            Say(
                "別名、略称（「;」区切り）。出典のページによるものと、判断によるものがあります。",
                "Other and short names, parted by “;”; some from pages, some judged.",
            ),
            CURATED,
            separator=SEPARATOR,
            meaning=Meaning("skos:altLabel", language="ja"),
        ),
        Column(
            "descriptions",
            Say("説明", "Description"),
            Say(
                "出典のページから分かること。複数あるときは、改行で区切ります。",
                "What pages say of it; several are parted by line breaks.",
            ),
            CONTEXT,
            separator=PARAGRAPHS,
            meaning=Meaning("dcterms:description", language="ja"),
        ),
        Column(
            "pages",
            Say("出典ページ", "Pages"),
            Say(
                "このものについて述べているページ（「;」区切り）。",
                "The pages that speak of it, parted by “;”.",
            ),
            RECORD,
            Datatype.ADDRESS,
            separator=SEPARATOR,
        ),
        _DRAFTS,
        _URI,
    ),
)
"""Organisations, facilities, funds, schemes, events and guidelines, one a row."""

LINKS: Final = Table(
    "links",
    Say("対応", "Links"),
    Say(
        "外部の識別子との対応。列は SSSOM の項目に当たります。",
        "Links to identifiers elsewhere; the columns are the slots of SSSOM.",
    ),
    Part.LINKS,
    "{+id}",
    (
        *_leading(Say("対応", "the link")),
        Column(
            "mapping_set",
            Say("対応の一覧ID", "Mapping set ID"),
            Say("この対応が載る一覧の ID。", "The ID of the set that lists the link."),
            RECORD,
            required=True,
        ),
        Column(
            "subject_id",
            Say("主語ID", "Subject ID"),
            Say("このデータの側のものの ID。", "The ID of our thing."),
            LINK,
            required=True,
            meaning=Meaning("owl:annotatedSource", "id/{+subject_id}"),
        ),
        Column(
            "subject_label",
            Say("主語の名称", "Subject label"),
            Say("このデータの側のものの名称。", "The name of our thing."),
            LINK,
            required=True,
            meaning=Meaning("sssom:subject_label"),
        ),
        Column(
            "predicate_id",
            Say("関係", "Predicate"),
            Say("対応の関係（IRI）。", "The relation (an IRI)."),
            LINK,
            Datatype.ADDRESS,
            required=True,
            meaning=Meaning("owl:annotatedProperty", "{+predicate_id}", whole=True),
        ),
        Column(
            "object_id",
            Say("対応先", "Object"),
            Say("外部の識別子（IRI）。", "The identifier elsewhere (an IRI)."),
            LINK,
            Datatype.ADDRESS,
            required=True,
            meaning=Meaning("owl:annotatedTarget", "{+object_id}", whole=True),
        ),
        Column(
            "object_label",
            Say("対応先の名称", "Object label"),
            Say("対応先での名称。", "Its name there."),
            LINK,
            required=True,
            meaning=Meaning("sssom:object_label"),
        ),
        Column(
            "mapping_justification",
            Say("根拠の種類", "Justification"),
            Say("どのように対応づけたか（IRI）。", "How the link was arrived at (an IRI)."),
            RECORD,
            Datatype.ADDRESS,
            required=True,
            meaning=Meaning("sssom:mapping_justification", "{+mapping_justification}", whole=True),
        ),
        *_basis(),
        _URI,
    ),
    (Meaning("rdf:type", "http://www.w3.org/2002/07/owl#Axiom", whole=True),),
)
"""Links to the outside, one a row."""

ANOMALIES: Final = Table(
    "anomalies",
    Say("原典の気づき", "Anomalies"),
    Say(
        "原典を読むときに気をつけたい箇所と、その説明、改める候補。原典の文言は改めていません。",
        "Places of the source that need care, with explanations and candidates. The wording of "
        "the source itself is left as it is.",
    ),
    Part.CURATED,
    THING,
    (
        *_leading(Say("注記", "the note")),
        _PLAN,
        Column(
            "anomaly",
            Say("気づきの番号", "Anomaly"),
            Say(
                "気づきの番号。同じ番号の行は、同じ気づきの別の箇所です。",
                "Its number; rows of the same number are places of the same anomaly.",
            ),
            CURATED,
            required=True,
            meaning=Meaning("skos:notation"),
        ),
        Column(
            "thing",
            Say("対象ID", "Target ID"),
            Say(
                "対象の計画や要素の ID。文書の見出しなど、要素でない箇所では空。",
                "The ID of the plan or element; empty for places outside of them.",
            ),
            CURATED,
            meaning=Meaning("oa:hasTarget", "id/{+thing}"),
        ),
        Column(
            "type",
            Say("種類", "Type"),
            Say("気づきの種類。", "The type of anomaly, in Japanese."),
            CURATED,
            required=True,
        ),
        Column(
            "type_code",
            Say("種類コード", "Type code"),
            Say("種類のコード（voc/anomaly/）。", "The code of the type (voc/anomaly/)."),
            CURATED,
            required=True,
            meaning=Meaning("dcterms:type", "voc/anomaly/{type_code}"),
        ),
        Column(
            "severity",
            Say("重さ", "Weight"),
            Say("読み違えの重さ。", "How grave a misreading would be, in Japanese."),
            CURATED,
            required=True,
        ),
        Column(
            "severity_code",
            Say("重さコード", "Weight code"),
            Say("重さのコード（voc/severity/）。", "The code of the weight (voc/severity/)."),
            CURATED,
            required=True,
            meaning=Meaning("dcterms:type", "voc/severity/{severity_code}"),
        ),
        Column(
            "motivation",
            Say("注記の目的", "Motivation"),
            Say(
                "注記の目的（Web Annotation の用語で、assessing 検討、editing 訂正、"
                "identifying 特定）。",
                "Why it is noted, in terms of Web Annotation: assessing, editing, identifying.",
            ),
            CURATED,
            required=True,
            meaning=Meaning("oa:motivatedBy", "http://www.w3.org/ns/oa#{motivation}", whole=True),
        ),
        Column(
            "quote",
            Say("引用", "Quotation"),
            Say("その箇所の文言。原典のまま。", "The exact words of the place."),
            STATED,
            required=True,
        ),
        *_place(Say("引用", "the quotation")),
        Column(
            "note",
            Say("説明", "Note"),
            Say("何に気をつけるか。", "What to mind, in Japanese."),
            CURATED,
            required=True,
            meaning=Meaning("dcterms:description", language="ja"),
        ),
        Column(
            "note_en",
            Say("説明_英字", "Note in English"),
            Say("何に気をつけるか（英語）。", "What to mind."),
            CURATED,
            required=True,
            meaning=Meaning("dcterms:description", language="en"),
        ),
        Column(
            "candidates",
            Say("候補", "Candidates"),
            Say(
                "改めるとすれば考えられる文言と、その確度（財政基盤=0.7;財源基盤=0.3 の形）。",
                "What may be meant, each with its confidence, in the form 財政基盤=0.7;財源基盤=0.3"
                ".",
            ),
            CURATED,
            separator=SEPARATOR,
        ),
        *_basis(),
        _URI,
    ),
    (
        Meaning("rdf:type", "http://www.w3.org/ns/oa#Annotation", whole=True),
        Meaning("oa:hasTarget", _SPAN),
    ),
    (ForeignKey("plan", "plans"),),
)
"""Notes on places of the source, one a row."""

STATEMENTS: Final = Table(
    "statements",
    Say("判断", "Judgements"),
    Say(
        "判断のすべて。何について、どの関係で、何としたか、その理由と確度、判断者、日付です。",
        "Every judgement: about what, by which relation, with which value, and its reason, "
        "confidence, curator and date.",
    ),
    Part.CURATED,
    THING,
    (
        *_leading(Say("判断", "the judgement")),
        _PLAN,
        Column(
            "subject",
            Say("主語ID", "Subject ID"),
            Say("何についての判断か。その ID。", "The ID of what is judged."),
            CURATED,
            required=True,
            meaning=Meaning("owl:annotatedSource", "id/{+subject}"),
        ),
        Column(
            "subject_name",
            Say("主語の名称", "Subject"),
            Say("何についての判断か。その文言や名称。", "The wording or name of what is judged."),
            CURATED,
            required=True,
        ),
        Column(
            "relation",
            Say("関係", "Relation"),
            Say("判断した関係。", "The relation, in Japanese."),
            CURATED,
            required=True,
        ),
        Column(
            "property",
            Say("関係IRI", "Property"),
            Say("判断した関係の IRI。", "The IRI of the relation."),
            CURATED,
            Datatype.ADDRESS,
            required=True,
            meaning=Meaning("owl:annotatedProperty", "{+property}", whole=True),
        ),
        Column(
            "value",
            Say("値ID", "Value ID"),
            Say("値が計画要素や関係主体のとき、その ID。", "The ID of a value that is a thing."),
            CURATED,
            meaning=Meaning("owl:annotatedTarget", "id/{+value}"),
        ),
        Column(
            "value_code",
            Say("値コード", "Value code"),
            Say(
                "値が分類の語のとき、そのコード（voc/ の下）。",
                "The code of a value that is a concept (below voc/).",
            ),
            CURATED,
            meaning=Meaning("owl:annotatedTarget", "voc/{+value_code}"),
        ),
        Column(
            "value_name",
            Say("値の名称", "Value"),
            Say(
                "値 ID、値コードが指すものの名称。",
                "The name of the value, where it has an ID or code.",
            ),
            CURATED,
        ),
        Column(
            "value_ja",
            Say("値（日本語）", "Value in Japanese"),
            Say("値が日本語の名称のとき、その文字列。", "A value that is a Japanese name."),
            CURATED,
            meaning=Meaning("owl:annotatedTarget", language="ja"),
        ),
        Column(
            "value_kana",
            Say("値（よみ）", "Value as reading"),
            Say(
                "値が読みのとき、その文字列（ひらがな）。",
                "A value that is a reading, in hiragana.",
            ),
            CURATED,
            meaning=Meaning("owl:annotatedTarget", language="ja-hrkt"),
        ),
        Column(
            "value_en",
            Say("値（英字）", "Value in English"),
            Say("値が英語名のとき、その文字列。", "A value that is an English name."),
            CURATED,
            meaning=Meaning("owl:annotatedTarget", language="en"),
        ),
        Column(
            "quoted_texts",
            Say("判断時の文言", "Wordings judged"),
            Say(
                "判断したときの文言。複数あるときは、改行で区切ります。"
                "原典の文言が変わると、判断は見直すまで受け付けられません。",
                "The wordings that were judged, parted by line breaks. When the source changes, "
                "the judgement is refused until somebody looks at it again.",
            ),
            STATED,
            separator=PARAGRAPHS,
            meaning=Meaning("mp:quotedText", language="ja"),
        ),
        *_basis(),
        Column(
            "justification",
            Say("根拠の種類", "Justification"),
            Say("どのように判断したか（IRI）。", "How it was arrived at (an IRI)."),
            RECORD,
            Datatype.ADDRESS,
            required=True,
            meaning=Meaning("sssom:mapping_justification", "{+justification}", whole=True),
        ),
        _URI,
    ),
    (Meaning("rdf:type", "ns/mp#CuratedStatement"),),
    (ForeignKey("plan", "plans"),),
)
"""Curated statements, one a row."""

TABLES: Final = (
    PLANS,
    PLAN_ELEMENTS,
    ACTIVITIES,
    SERIES,
    ENTITIES,
    STATEMENTS,
    ANOMALIES,
    LINKS,
)
"""All tables, in the order in which they are read."""


def table_named(name: str) -> Table:
    """Give a table by name, e.g. activities; raises KeyError for a name that is not there."""
    return {table.name: table for table in TABLES}[name]
