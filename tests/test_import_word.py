"""Word files as Word and other programs write them: every word of the text comes, in its order."""

from __future__ import annotations

import io

import pytest

from framing.importing.word import read_word

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word_file(*blocks: str) -> bytes:
    from docx import Document
    from lxml import etree

    document = Document()
    for block in etree.fromstring(f"<root {SPACES}>{''.join(blocks)}</root>"):
        document.element.body.append(block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def within(tag: str, text: str) -> str:
    return f"<w:{tag}>{run(text)}</w:{tag}>"


def control(content: str, *, unfilled: bool = False) -> str:
    return f"<w:sdt><w:sdtPr>{'<w:showingPlcHdr/>' * unfilled}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize("tag", ["smartTag", "fldSimple", "moveTo", "customXml", "hyperlink", "ins", "bdo"])
def test_words_that_lie_deeper_in_a_paragraph_are_read(tag: str) -> None:
    lines, _, _ = read_word(word_file(f"<w:p>{run('Talks in ')}{within(tag, 'Hà Nội')}{run(' ended.')}</w:p>"))
    assert lines == ["Talks in Hà Nội ended."]


def test_paragraphs_that_lie_deeper_in_the_text_are_read() -> None:
    block = f"<w:customXml><w:p>{run('One.')}</w:p></w:customXml>"
    cell = control(f"<w:tc><w:p>{run('Cell.')}</w:p></w:tc>")
    rows = f"<w:tbl>{control(f'<w:tr>{cell}</w:tr>')}</w:tbl>"
    shown = control(f"<w:p>{run('Two.')}</w:p>") + control(f"<w:p>{run('Enter a text')}</w:p>", unfilled=True)
    lines, _, notes = read_word(word_file(block, shown, rows))
    assert lines == ["One.", "Two.", "Cell."] and notes == ()


def test_what_was_taken_out_or_moved_away_is_not_read_and_changes_are_told() -> None:
    deleted = "<w:del><w:r><w:delText>signed</w:delText></w:r></w:del>"
    moved = within("moveFrom", "Late. ") + within("moveTo", "Now. ")
    lines, _, notes = read_word(word_file(f"<w:p>{moved}{run('They ')}{deleted}{within('ins', 'met')}.</w:p>"))
    assert lines == ["Now. They met"]  # the full stop stands in no run and is no text
    assert notes == (
        "changes in the Word file read as accepted: insertions, deletions, moved text; "
        "reject in Word what should not be in the text",
    )


def test_signs_within_a_run_and_the_reading_beside_a_character() -> None:
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:br/><w:t>d</w:t><w:cr/><w:t>e</w:t></w:r>"
    ruby = f"<w:r><w:ruby><w:rt>{run('hé')}</w:rt><w:rubyBase>{run('河')}</w:rubyBase></w:ruby></w:r>{run('内')}"
    two = (
        f"<mc:AlternateContent><mc:Choice Requires='x'>{run('new')}</mc:Choice><mc:Fallback>{run('old')}</mc:Fallback>"
    )
    lines, _, _ = read_word(
        word_file(f"<w:p>{signs}</w:p>", f"<w:p>{ruby}</w:p>", f"<w:p>{two}</mc:AlternateContent></w:p>")
    )
    assert lines == ["a\tb-c", "d", "e", "河内", "old"]


def test_cells_that_one_above_covers_give_no_empty_lines() -> None:
    covered = "<w:tr><w:tc><w:tcPr><w:vMerge{}/></w:tcPr><w:p>{}</w:p></w:tc></w:tr>"
    table = (
        covered.format(' w:val="restart"', run("Both.")) + covered.format("", "") + covered.format("", run("Hidden."))
    )
    assert read_word(word_file(f"<w:tbl>{table}</w:tbl>"))[0] == ["Both.", "Hidden."]
