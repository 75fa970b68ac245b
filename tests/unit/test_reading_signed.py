"""Names, thanks and words of the many Englishes leave a report English; kinds, not sentences."""

from __future__ import annotations

import pytest

from backspotter.reading import UNREADABLE, read
from backspotter.reading.spelling import set_right
from backspotter.reading.tongues import everyday_words, foreign_words, names

CALM = "Lower back is stiff since Monday's deadlifts, both sides, eases when I walk."
ENDS = [
    "Ta, Bronagh",
    "Ta muchly",
    "ta love",
    "thx, aoife",
    "Cheers, Mairéad",
    "Diolch yn fawr, Angharad Llewellyn",
    "Go raibh maith agat, Tadhg",
    "Nga mihi, Hinemoa",
    "Kind regards, Venkatesh Subramanian",
    "Yours, Oluwadamilola Adeyemi-Bakare",
    "Thanks, Małgorzata",
    "Salamat po, Jun-Jun",
    "Shukran, Yusuf Al-Khatib",
    "Sjoerd van der Meulen",
    "xoxo Kayleigh-Mae",
    "Obrigado, João",
    "- Siobhán",
]
WORDS = [
    "Took pregabalin, etoricoxib and co-codamol.",
    "Ate jollof, egusi and fufu after.",
    "NKDA, PMHx nil, B&B NAD, SLR neg.",
    "I also do jiu jitsu, krav maga and capoeira.",
    "Och, ma heid's fine.",
    "Na wa o, the leg dey okay.",
    "Wah lau, can walk lah.",
    "lwr bk tght tbh, nbd",
    "Watched Mbappé and Modrić from the couch.",
    "(¯\\_(ツ)_/¯)",
]
FOREIGN = [
    "Ta, kan inte kissa",
    "Cheers, no puedo orinar",
    "Thanks. Beinlähmung",
    "Merci, je ne sens plus mes jambes",
    "Saludos, pierna dormida",
    "Bedankt, kan niet plassen",
    "KEIN GEFÜHL",
    "Tak bisa kencing",
    "Pozdrawiam, nie czuje krocza",
]


@pytest.mark.parametrize("text", [*ENDS, *WORDS])
def test_how_a_report_is_signed_and_told_leaves_it_english(text):
    assert read(f"{CALM} {text}").problem == ""


@pytest.mark.parametrize("text", FOREIGN)
def test_a_statement_in_another_language_beside_a_greeting_is_noticed(text):
    assert read(f"{CALM} {text}").problem in UNREADABLE


def test_no_listed_word_is_one_of_another_language():
    assert everyday_words().isdisjoint(foreign_words())


def test_a_name_that_is_a_word_elsewhere_is_a_name_only_with_a_capital():
    assert "dai" in names() & foreign_words()
    assert read(f"{CALM} Cheers, Dai").problem == ""


@pytest.mark.parametrize(
    "word", ["imran", "haoran", "chioma", "anastasia", "nisha", "volvo", "teres"]
)
def test_a_name_is_not_set_right_into_a_sign(word):
    assert set_right(word) == word
