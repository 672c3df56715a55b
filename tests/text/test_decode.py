"""Bytes to text: marks, code pages, and what is no text."""

from __future__ import annotations

import pytest

from shared.errors import BinaryReport
from workers.text.decode import decode

RUSSIAN = "АЛЬДЕР, 24 авг. Секретарь совета заявил в пятницу, что переговоры о пароме прошли успешно."
POLISH = "Alder (XYZ) - Minister powiedział w piątek, że rząd przyjmie ustawę jeszcze w tym miesiącu. Źródła milczą."
FRENCH = "Alder (xyz) – Le ministre a déclaré vendredi que l’accord était « très important » pour les régions."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        ("Alder (XYZ).- El señor Muñoz dijo que la situación está difícil en la región según la policía.", "cp1252"),
        ("Alder (xyz) - Der Minister erklärte am Freitag, die Gespräche über Öle würden später geführt.", "cp850"),
        ("Alder (xyz) - Der Minister erklärte am Freitag, die Gespräche über Öle würden später geführt.", "cp1252"),
        ("ALDER (XY) - Bakan cuma günü yaptığı açıklamada şöyle dedi: İşçilerin başı dik, çok güçlü.", "cp1254"),
        ("Alder (XY) – Ministras penktadienį pareiškė, kad sutartis yra labai svarbi žmonėms šalyje.", "cp1257"),
        ("Αθήνα - Ο υπουργός δήλωσε την Παρασκευή ότι η συμφωνία είναι σημαντική.", "cp1253"),
        ("القاهرة - قال الوزير يوم الجمعة إن الاتفاق مهم جدا للمنطقة.", "cp1256"),
        ("北京（某社）— 政府周五公布了新的法案，总理表示这非常重要。", "gb18030"),
        ("(서울=某) 정부는 금요일 새로운 법안을 발표했다. 총리는 중요하다고 말했다.", "euc_kr"),
        (RUSSIAN, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (RUSSIAN, "utf-8-sig"),
        ("The ferry’s captain said “no” to a £5 toll in the Café Alder.", "cp1252"),
    ],
)
def test_a_code_page_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_a_few_broken_bytes_stay_visible() -> None:
    text = "The ferry’s captain went on. " * 100
    assert decode(text.encode() + b"caf\xe9 then.")[0] == text + "caf\ufffd then."


@pytest.mark.parametrize(
    "body", [bytes(range(256)) * 4, b"\x00\x01\x02" * 100, b"\xff\xfea", b"%\x80\x00\x00\x07" * 50]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(BinaryReport):
        decode(body)
