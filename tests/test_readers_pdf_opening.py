import io
import logging
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    ReadError,
    TooManyPagesError,
    TruncatedFileError,
)
from briefqa.readers.pdf.opening import open_pdf
from tests.pdf_pages import make_pdf, text

PATH = Path("資料.pdf")
DECK = make_pdf(text(50, 50, "防災計画"), text(50, 50, "避難所"))


def words_of(data: bytes) -> list[str]:
    with open_pdf(data, path=PATH) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf.document]


def locked(*, user: str, owner: str) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(DECK)) as document:
        document.save(written, encryption=pikepdf.Encryption(user=user, owner=owner, R=6))
    return written.getvalue()


def test_a_whole_file_is_opened_from_its_own_bytes() -> None:
    with open_pdf(DECK, path=PATH) as pdf:
        assert pdf.data == DECK
        assert not pdf.is_cut
    assert words_of(DECK) == ["防災計画", "避難所"]


def test_junk_before_the_header_is_passed_over() -> None:
    assert words_of(b"HTTP/1.1 200 OK\r\n" * 100 + DECK) == ["防災計画", "避難所"]


def test_lost_cross_references_are_mended() -> None:
    broken = DECK.replace(b"startxref", b"startxxxx").replace(b"xref", b"yyyy")

    assert words_of(broken) == ["防災計画", "避難所"]


def test_a_file_that_only_asks_for_the_owners_password_is_read() -> None:
    assert words_of(locked(user="", owner="secret")) == ["防災計画", "避難所"]


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", EmptyFileError, "資料.pdf: the file is empty. Remove it, or copy it here again."),
        (
            DECK[:60],
            TruncatedFileError,
            "資料.pdf: the file breaks off after 60 bytes. Copy or download it again.",
        ),
        (
            b"%PDF-1.7\nno object\nstartxref\n0\n%%EOF",
            DamagedFileError,
            "資料.pdf: the file is damaged: no page of it can be read. Open it in a PDF viewer, "
            "save or print it as a new PDF and build again.",
        ),
        (
            locked(user="secret", owner="secret"),
            EncryptedFileError,
            "資料.pdf: the file asks for a password. Save it without one and build again.",
        ),
        (
            make_pdf(*[""] * 1_001),
            TooManyPagesError,
            "資料.pdf: 1,001 pages, more than the 1,000 that are read. Split the file.",
        ),
    ],
    ids=["empty", "truncated", "damaged", "encrypted", "too many pages"],
)
def test_what_cannot_be_opened_says_why(
    data: bytes, error: type[ReadError], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error) as caught, open_pdf(data, path=PATH):
        pass

    assert str(caught.value) == message
    assert capfd.readouterr() == ("", "")


def test_a_locked_file_that_is_broken_too_asks_for_its_password() -> None:
    data = locked(user="secret", owner="secret")
    broken = data.replace(b"/Root", b"/Boot").replace(b"startxref", b"startxxxx")

    with pytest.raises(EncryptedFileError), open_pdf(broken, path=PATH):
        pass


def test_of_a_file_cut_in_its_last_object_the_pages_are_read() -> None:
    cut = DECK[: DECK.rindex(b"xref")]

    with open_pdf(cut[: cut.rindex(b"xref")], path=PATH) as pdf:
        assert len(pdf.document) == 2
        assert pdf.is_cut


def test_what_is_mended_is_mended_in_silence(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    broken = (
        DECK.replace(b"xref", b"xxxx")
        .replace(b"trailer", b"xxxxxxx")
        .replace(b"/Kids [ ", b"/Kids [ null ")
    )

    logging.getLogger("pikepdf").setLevel(logging.NOTSET)
    with open_pdf(broken, path=PATH):
        pass

    assert (caplog.records, capfd.readouterr()) == ([], ("", ""))


def test_the_document_is_closed_afterwards() -> None:
    with open_pdf(DECK, path=PATH) as pdf:
        document: pdfium.PdfDocument = pdf.document

    assert document.raw is None


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (
            {
                "Title": "防災計画の概要",
                "Author": "防災課",
                "CreationDate": "D:20250611093000+09'00'",
                "ModDate": "D:20260101000000+09'00'",
            },
            ("防災計画の概要", "2025-06-11", "防災課"),
        ),
        (
            {"Title": "PowerPoint プレゼンテーション", "Author": "h0200410", "ModDate": "D:202403"},
            ("", "2024-03", ""),
        ),
        ({"Title": "Microsoft Word - 計画.docx", "Author": "user"}, ("", "", "")),
        ({"Title": "計画/最終版.pptx", "Company": "市役所", "Author": "山田"}, ("", "", "市役所")),
        ({"Title": "無題", "CreationDate": "D:19700101000000Z"}, ("", "", "")),
        # UTF-8 and Shift_JIS bytes that were written as if they were PDF's own encoding.
        ({"Title": "防災計画".encode()}, ("防災計画", "", "")),
        ({"Title": "防災計画".encode("cp932")}, ("防災計画", "", "")),
        ({"Title": "Émile Zola"}, ("Émile Zola", "", "")),
    ],
)
def test_metadata_that_tells_something_is_given(
    info: dict[str, str | bytes], expected: tuple[str, str, str]
) -> None:
    with open_pdf(make_pdf("", info=info), path=PATH) as pdf:
        assert (pdf.title, pdf.date, pdf.publisher) == expected


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:CreateDate="2025-06-11T09:30:00+09:00">
 <dc:title><rdf:Alt><rdf:li xml:lang="x-default">防災計画</rdf:li></rdf:Alt></dc:title>
 <dc:creator><rdf:Seq><rdf:li>防災課</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_an_xmp_packet_tells_what_the_information_does_not() -> None:
    with open_pdf(make_pdf("", info={"Author": "危機管理室"}, xmp=XMP.encode()), path=PATH) as pdf:
        assert (pdf.title, pdf.date, pdf.publisher) == ("防災計画", "2025-06-11", "危機管理室")


@pytest.mark.parametrize(
    "packet",
    [
        b"<broken",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x xmlns:dc='
        b'"http://purl.org/dc/elements/1.1/"><dc:title>&e;</dc:title></x>',
    ],
)
def test_a_hostile_packet_tells_nothing(packet: bytes) -> None:
    with open_pdf(make_pdf("", xmp=packet), path=PATH) as pdf:
        assert (pdf.title, pdf.date, pdf.publisher) == ("", "", "")
