"""The two word lists shipped with the package keep the rules they are used under.

Spelling pairs change counts, so a pair may unite two spellings of one word and never two words.
Function words are hidden in figures only and may hold nothing that carries a frame.
The tests read the shipped files and know nothing of the code that uses them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from importlib.resources import files

import pytest

SPELLING = "spelling_en.csv"
FUNCTION_WORDS = "function_words.csv"

# American on the left, as in the file: canonical, variant.
SAMPLE_PAIRS = """
    modernization modernisation, organizations organisations, emphasized emphasised,
    prioritize prioritise, recognizing recognising, utilizes utilises, normalization normalisation,
    mobilizers mobilisers, industrialized industrialised, realization realisation,
    summarized summarised, criticizes criticises, apologize apologise, globalization globalisation,
    crystallized crystallised, tranquilizer tranquilliser, informatization informatisation,
    analyzed analysed, paralyzing paralysing, catalyze catalyse,
    favorable favourable, neighborhood neighbourhood, neighborly neighbourly,
    neighborliness neighbourliness, labor labour, honorable honourable, harbors harbours,
    behavior behaviour, colorful colourful, endeavors endeavours, rumors rumours, humor humour,
    vapor vapour, vigor vigour, center centre, centered centred, theater theatre,
    kilometers kilometres, liter litre, fiber fibre, caliber calibre, maneuver manoeuvre,
    maneuvering manoeuvring, defense defence, offense offence, traveled travelled,
    signaling signalling, canceled cancelled, labeled labelled, modeling modelling,
    counselor counsellor, councilor councillor, fulfill fulfil, fulfillment fulfilment,
    skillful skilful, enroll enrol, installment instalment, catalog catalogue, analog analogue,
    pediatric paediatric, encyclopedia encyclopaedia, toward towards, among amongst,
    while whilst, gray grey, aging ageing, judgment judgement, skeptical sceptical,
    skepticism scepticism, aluminum aluminium, mold mould, plow plough, pajamas pyjamas,
    program programme, programs programmes, learned learnt, practiced practised
"""

# Words whose -ise, -our, -re, -ll- or -ogue is the only spelling in both systems.
ONE_SPELLING = """
    enterprise expertise premise treatise paradise demise franchise merchandise
    wise likewise otherwise concise precise rise arise raise praise noise poise cruise bruise
    turquoise advise advertise exercise revise comprise promise compromise surprise supervise
    televise disguise despise devise improvise chastise apprise circumcise excise incise exorcise
    enfranchise surmise analysis paralysis
    our four hour tour pour contour detour devour glamour velour paramour humorous vigorous
    laborious honorary glamorous acre massacre mediocre ogre genre cadre timbre
    controlled compelled expelled propelled patrolled installed enrolled fulfilled rebelled
    excellent parallel paralleled cancellation chancellor metallic
    dialogue dialogues monologue prologue epilogue greyhound
"""
INFLECTED = """
    advis exercis revis compris promis compromis surpris supervis televis rais prais aris
"""

# One spelling system has a single form for two words, so a merge would unite them:
# kilometre yes, metre no (a meter is a device); analyses is also the plural of analysis.
TWO_WORDS = """
    metre metres meter meters micrometre micrometer practice practise practices practises
    licence license licences licenses storey storeys story stories tyre tyres tire tires
    cheque cheques check checks kerb kerbs curb curbs draught draughts draft drafts
    tonne tonnes ton tons enquiry enquiries inquiry inquiries annexe annex racquet racket
    analyses analyzes paralyses catalyses psychoanalyses electrolyses hydrolyses dialyses
    disc disk whisky whiskey forwards forward backwards backward louvre louver mitre miter
    spelt spelled smelt smelled prophecy prophesy advice ensure insure
"""

# Folding case makes US and WHO (and AI in Vietnamese) look like pronouns; syllables such as do and
# song are halves of content words (tự do, freedom; song phương, bilateral): none may be hidden.
FRAME_WORDS = {
    "en": """
        no not nor never none neither nothing nobody nowhere cannot without unless against despite
        should must will would can could may might shall ought need
        first last second both all every each any some many more most much few less least several
        one two other another same such only own enough half
        up down like us who state world order new people
    """,
    "vi": """
        không chưa chẳng chả đừng phải cần nên sẽ có được bị một hai mọi mỗi cả đều nhiều ít hơn
        nhất chỉ cùng trước sau nước người ngoài do bằng song hay ai con anh
    """,
    "zh": """
        不 没 没有 无 未 非 别 勿 应 应该 必须 要 会 能 可以 将 被 让 对
        都 全 每 各 多 少 一 第一 最 更 只 同 中 国 人
    """,
}


def content(name: str) -> bytes:
    return files("framing").joinpath("data", name).read_bytes()


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(name).decode("utf-8"), newline=""), strict=True))


def pairs() -> list[tuple[str, str]]:
    return [(row["canonical"], row["variant"]) for row in rows(SPELLING)]


def function_words() -> list[tuple[str, str]]:
    return [(row["language"], row["word"]) for row in rows(FUNCTION_WORDS)]


@pytest.mark.parametrize(("name", "header"), [(SPELLING, "canonical,variant"), (FUNCTION_WORDS, "language,word")])
def test_file_is_plain_csv(name: str, header: str) -> None:
    text = content(name).decode("utf-8")
    first, *lines = text.split("\n")
    assert first == header  # also fails on a byte order mark
    assert lines.pop() == ""  # the file ends with one newline
    assert len(lines) > 100
    assert [line for line in lines if not re.fullmatch(r'[^,"\s]+,[^,"\s]+( [^,"\s]+)*', line)] == []


@pytest.mark.parametrize("name", [SPELLING, FUNCTION_WORDS])
def test_words_are_composed_and_lower_case(name: str) -> None:
    words = [word for row in rows(name) for word in row.values()]
    assert [w for w in words if not unicodedata.is_normalized("NFC", w)] == []
    assert [w for w in words if w != w.lower()] == []


def test_pairs_are_sorted_by_a_unique_variant() -> None:
    variants = [variant for _, variant in pairs()]
    assert variants == sorted(set(variants))


def test_pairs_are_single_plain_words() -> None:
    assert [pair for pair in pairs() if not re.fullmatch("[a-z]+ [a-z]+", " ".join(pair))] == []


def test_no_pair_leads_into_another() -> None:
    canonical = {word for word, _ in pairs()}
    assert canonical.isdisjoint(variant for _, variant in pairs())


@pytest.mark.parametrize("pair", [tuple(p.split()) for p in SAMPLE_PAIRS.split(",")], ids="/".join)
def test_sample_pair_is_present(pair: tuple[str, str]) -> None:
    assert pair in pairs()


@pytest.mark.parametrize("group", [ONE_SPELLING, TWO_WORDS], ids=["one-spelling", "two-words"])
def test_words_that_must_stay_apart_are_on_neither_side(group: str) -> None:
    listed = {word for pair in pairs() for word in pair}
    assert listed.isdisjoint(group.split())


def test_no_inflected_form_of_a_word_with_one_spelling() -> None:
    endings = ("e", "es", "ed", "ing", "er", "ers", "or", "ors", "ion", "ions", "able")
    never = {stem + ending for stem in INFLECTED.split() for ending in endings}
    assert never.isdisjoint(variant for _, variant in pairs())


def test_ise_verbs_are_many_and_complete() -> None:
    american = {variant: canonical for canonical, variant in pairs()}
    stems = {re.sub("ises?$", "", v) for v in american if re.search("ises?$", v)}
    assert len(stems) >= 200
    odd = []
    for stem in stems:
        forms = [american.get(stem + "is" + ending, "") for ending in ("e", "es", "ed", "ing")]
        root = forms[0].removesuffix("e")
        if not root.endswith("iz") or forms != [root + "e", root + "es", root + "ed", root + "ing"]:
            odd.append((stem, forms))
    assert odd == []


def test_ise_pairs_differ_in_one_letter_unless_the_stem_differs_too() -> None:
    """A slip of the pen in a long list shows as a second difference."""
    other_stem = re.compile("anaesth|colour|tranquill|glamour|desulph")
    odd = [
        (canonical, variant)
        for canonical, variant in pairs()
        if re.search("is(e|ing|ation)", variant)
        and re.search("iz(e|ing|ation)", canonical)
        and not other_stem.match(variant)
        and canonical not in {variant[: m.start()] + "iz" + variant[m.end() :] for m in re.finditer("is", variant)}
    ]
    assert odd == []


def test_one_canonical_joins_spellings_of_one_word_only() -> None:
    """Several variants of one canonical are rare; each is named here on purpose."""
    variants: dict[str, list[str]] = {}
    for canonical, variant in pairs():
        variants.setdefault(canonical, []).append(variant)
    stems = ("anesthetiz", "coloriz", "desulfuriz", "glamoriz", "tranquiliz", "cesarean")
    several = [word for word, found in variants.items() if len(found) > 1]
    assert several
    assert [word for word in several if not word.startswith(stems)] == []


def test_function_words_are_sorted_and_unique() -> None:
    listed = function_words()
    assert listed == sorted(set(listed))


def test_function_words_cover_three_languages_and_stay_short() -> None:
    counts = {"en": 0, "vi": 0, "zh": 0}
    for language, _ in function_words():
        counts[language] += 1
    assert 90 <= counts["en"] <= 130
    assert 80 <= counts["vi"] <= 100
    assert 90 <= counts["zh"] <= 120


@pytest.mark.parametrize("language", ["en", "vi", "zh"])
def test_function_words_carry_no_frame(language: str) -> None:
    listed = {word for found, word in function_words() if found == language}
    assert listed.isdisjoint(FRAME_WORDS[language].split())


def test_function_words_use_the_script_of_their_language() -> None:
    scripts = {"en": "[a-z]+", "vi": r"[^\W\d_\u4e00-\u9fff]+( [^\W\d_\u4e00-\u9fff]+)*", "zh": "[\u4e00-\u9fff]+"}
    odd = [(lang, w) for lang, w in function_words() if not re.fullmatch(scripts[lang], w)]
    assert odd == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "the a an of in to for with and but or is are has do it they their this which whose",
        ),
        ("vi", "và của là các những cho với trong trên từ đến"),
        ("zh", "的 了 和 是 在 与 及 等"),
    ],
)
def test_common_function_words_are_present(language: str, words: str) -> None:
    assert {(language, word) for word in words.split()} <= set(function_words())


def test_both_spellings_of_an_english_function_word_are_hidden() -> None:
    """Figures may show unmerged words: towards without toward would look like a finding."""
    english = {word for language, word in function_words() if language == "en"}
    assert [p for p in pairs() if (p[0] in english) != (p[1] in english)] == []
