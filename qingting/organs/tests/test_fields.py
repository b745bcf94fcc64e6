"""What is taken out of what people type, since nobody sees it; and what stays, since it draws what one sees."""

import pytest

from qingting.organs.fields import visible

OVERRIDES = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
MARKS = [0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0xFEFF, 0xFFF9, 0xE0041]


@pytest.mark.parametrize("mark", [chr(code) for code in OVERRIDES + MARKS], ids=lambda mark: f"U+{ord(mark):04X}")
def test_what_nobody_sees_is_taken_out_wherever_it_stands(mark):
    assert visible(f"{mark}老街口{mark}{mark}的井盖 كسر{mark}{mark}") == "老街口的井盖 كسر"


@pytest.mark.parametrize(
    "typed",
    ["138\u200d1234\u200c5678", "138\u200b\u200d\u200b12345678", "\u200c13812345678\u200d", "138\u202e123\u202c45678"],
)
def test_a_number_is_not_broken_where_nobody_sees_it(typed):
    assert visible(typed) == typed.translate(dict.fromkeys([0x200B, 0x200C, 0x200D, 0x202C, 0x202E]))


@pytest.mark.parametrize(
    "drawn",
    [
        "一家👨\u200d👩\u200d👧都看见",  # one picture of three
        "❤\ufe0f\u200d🔥",
        "👩🏽\u200d⚕\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
        "می\u200cخواهم",  # Persian
        "ක්\u200dර",  # Sinhala
        "ᠬᠤᠳᠤᠭ\u180eᠠ",  # Mongolian
        "葛\U000e0100",  # how a name is written
        "老街口　3号\t楼\r\n12-5",
    ],
)
def test_what_draws_an_emoji_or_another_script_stays(drawn):
    assert visible(drawn) == drawn
