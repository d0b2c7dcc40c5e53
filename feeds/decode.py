"""From the bytes of a feed to its text, whatever they say about themselves."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# What feeds are really written in. Python knows more, among them some that hostile bytes can keep busy (punycode).
SPOKEN = re.compile(
    r"iso8859-\d+|cp125\d|cp932|koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5|euc_kr|euc_jp|shift_jis|cp949"
)
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)

# A byte that UTF-8 knows nothing of comes out as a lone surrogate; most often it is a quotation mark of cp1252.
STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a feed; any bytes give one.

    Bytes that are UTF-8 are UTF-8: no other encoding looks like it by chance, and labels are often wrong.
    """
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        if (label := declared(body, content_type)) is not None:
            return body.decode(label, "replace")
        return body.decode("utf-8", "surrogateescape").translate(STRAY)


def declared(body: bytes, content_type: str | None) -> str | None:
    """The encoding that the document, or else the answer's header, names: None for UTF-8 and for names of no use."""
    inside = DECLARED.match(body)
    outside = CHARSET.search(content_type or "")
    for label in (inside and inside[1].decode("ascii"), outside and outside[1]):
        try:
            name = codecs.lookup(label or "utf-8").name
        except LookupError:
            continue
        if SPOKEN.fullmatch(name):
            return "cp1252" if name == "iso8859-1" else name  # browsers agreed on this reading long ago
    return None
