"""Dates, languages and broken letters by themselves: what is read, and what is left open."""

from __future__ import annotations

import unicodedata

import pytest

from framing.errors import SettingsError
from framing.importing.dates import DateOrders, date_in_name, read_date
from framing.importing.encodings import decode
from framing.importing.languages import check_language, guess_language, language_code, mixed_scripts
from framing.importing.reading import Unreadable
from framing.importing.repair import find_broken

ENGLISH = "The visit of the leader of Vietnam to Beijing “opens a new page”, said the café's owner, and it was time."
VIETNAMESE = "Tổng Bí thư đã tiếp đón đoàn đại biểu cấp cao tại Hà Nội, hai bên ký kết nhiều văn kiện hợp tác."
CHINESE = "两国领导人在河内举行会谈，双方签署了多项合作文件。"


@pytest.mark.parametrize(
    "written",
    [
        "2025-04-14", "2025-4-14", "20250414", "2025/04/14", "14/04/2025", "04/14/2025", "14.4.2025",
        "2025-04-14T22:10:00Z", "2025-04-14 08:00", "April 14, 2025 Monday", "Monday, April 14, 2025 10:22 AM ICT",
        "14 Apr 2025", "14th of April 2025", "Mon, 14 Apr 2025 10:00:00 +0700", "ngày 14 tháng 4 năm 2025",
        "14 tháng Tư 2025", "Thứ Hai, 14/4/2025, 10:30 (GMT+7)", "2025年4月14日", "2025年04月14日 星期一 10:30",
        "二〇二五年四月十四日", "2025 年 4 月 14 日", "2025 年 4 月 14 日 10:30", "14 04 2025", "14 / 04 / 2025",
        "14. 4. 2025", "14,04,2025", "２０２５／０４／１４", "10:30 14 04 2025", "14/04/2025 - 08:00",
        unicodedata.normalize("NFD", "Chủ nhật, 14 tháng Tư năm 2025"),
    ],
)  # fmt: skip
def test_one_day_in_many_writings(written: str) -> None:
    assert str(read_date(written, newest=2026).day) == "2025-04-14"


@pytest.mark.parametrize(
    "written", ["2025", "April 2025", "14 April", "3 hours ago", "yesterday", "1744588800", "13/13/2025", "n.d."]
)
def test_what_is_no_full_date_is_left_empty_with_a_note(written: str) -> None:
    read = read_date(written, newest=2026)
    assert read.day is None and read.readings == ()
    assert read.note is not None and read.note.startswith(f"date left empty: {written} (")


def test_a_vietnamese_date_in_digits_has_the_day_first_and_others_wait_for_their_column() -> None:
    assert str(read_date("Thứ Năm, 3/4/2025", newest=2026).day) == "2025-04-03"
    waiting = read_date("03/04/2025", newest=2026)
    assert waiting.day is None and [order for order, _ in waiting.readings] == ["DMY", "MDY"]
    column = DateOrders()
    column.narrow(waiting)
    assert column.settle(waiting) is None
    column.narrow(read_date("4/15/2025", newest=2026))
    assert str(column.settle(waiting)) == "2025-03-04"


@pytest.mark.parametrize(
    "written",
    ["03 04 2025", "03,04,2025", "03 / 04 / 2025", "3. 4. 2025", "03-04-2025", "10:30 03 04 2025", "Monday 03 04 2025"],
)
def test_digits_are_never_guessed_month_first_whatever_stands_between_them(written: str) -> None:
    """The fourth of March and the third of April: open by itself, and read as the user says."""
    read = read_date(written, newest=2026)
    assert read.day is None
    assert [(order, str(day)) for order, day in read.readings] == [("DMY", "2025-04-03"), ("MDY", "2025-03-04")]
    assert str(read_date(written, order="DMY", newest=2026).day) == "2025-04-03"


def test_decomposed_vietnamese_words_beside_a_date_settle_it() -> None:
    assert str(read_date(unicodedata.normalize("NFD", "Thứ Năm, 3/4/2025"), newest=2026).day) == "2025-04-03"


def test_the_order_of_years_first_tells_nothing_about_days_first() -> None:
    column = DateOrders()
    column.narrow(read_date("2025/04/14", newest=2026))
    assert column.settle(read_date("03/04/2025", newest=2026)) is None


def test_two_digits_of_a_year_are_read_where_one_order_is_left() -> None:
    assert [str(day) for _, day in read_date("24/04/25", newest=2026).readings] == ["2025-04-24", "2024-04-25"]
    assert str(read_date("31/12/99", newest=2026).day) == "1999-12-31"  # no 99th day, no 31st month


def test_a_day_in_a_file_name() -> None:
    assert str(date_in_name("vnexpress_20250414")) == str(date_in_name("2025.04.14 a")) == "2025-04-14"
    assert date_in_name("2025-13-01") is None and date_in_name("12025041455") is None


def test_languages_by_their_letters() -> None:
    assert [guess_language(text) for text in (ENGLISH, VIETNAMESE, CHINESE)] == ["en", "vi", "zh"]
    for text in (
        "",
        "1 2 3",
        "Hanoi",
        "Les deux pays ont signé des accords.",
        "両国の首脳はハノイで会談した。",
        "양국 정상이 회담했다.",
    ):
        assert guess_language(text) is None, text
    named = ENGLISH + " Nguyễn Phú Trọng and Tô Lâm were there."
    assert guess_language(named) == "en"
    assert [
        language_code(name) for name in ("English", "tiếng Việt", "简体中文", "zh_TW", "km", "Tiếng Anh", "tieng")
    ] == [
        "en",
        "vi",
        "zh",
        "zh",
        "km",
        "en",
        "tieng",
    ]


def test_a_language_that_the_user_names_is_a_language() -> None:
    assert [check_language(name) for name in ("Vietnamese", "Tiếng Trung", "zh-Hans-CN", "khmer", None)] == [
        "vi",
        "zh",
        "zh",
        "km",
        None,
    ]
    with pytest.raises(SettingsError, match=r"^--language: 'Martian' is no language known here; use a code such as en"):
        check_language("Martian")


def test_one_quoted_name_is_no_mixed_script() -> None:
    assert mixed_scripts(CHINESE * 5 + "國") is None
    assert mixed_scripts(CHINESE) is None


@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE, CHINESE])
def test_broken_letters_are_found_and_sound_ones_left(text: str) -> None:
    assert find_broken(text) is None
    found = find_broken(text.encode().decode("latin-1"))
    assert found is not None and found.mended == text and found.lines == 1


def test_the_charset_of_a_page_comes_before_utf_8_and_a_false_one_does_not_stop_it() -> None:
    page = '<html><head><meta charset="{}"></head><body>两国</body></html>'
    assert decode(page.format("gb2312").encode("gbk"), page=True)[0] == page.format("gb2312")
    assert decode(page.format("ascii").encode(), page=True)[0] == page.format("ascii")
    with pytest.raises(Unreadable, match=r"^not utf-8 at byte 1, which is declared; save it again"):
        decode(b"a\xe9b", encoding="utf-8")
