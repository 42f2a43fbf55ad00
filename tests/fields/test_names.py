"""Names as everybody may see them."""

import pytest

from engine.fields import mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳娜", "欧*娜"),
        ("欧阳娜娜", "欧*娜"),
        ("张 三", "张*"),
        ("张　三", "张*"),
        ("阿卜杜拉·买买提", "阿*提"),
        ("𬱖三", "𬱖*"),
        ("\U00031350三四", "\U00031350*四"),
        ("葛\U000e0100三", "葛*"),  # a variation selector is no character of its own
        ("张", "*"),
        ("", ""),
    ],
)
def test_a_name_is_masked(name, masked):
    assert mask_name(name) == masked
