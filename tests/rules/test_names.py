"""Names written in two ways are found by looking up what they may be misspelt as, and by no other rule than pair by pair."""

from __future__ import annotations

from random import Random

import pytest

from rules.checks.names import Spellings, is_same_written_otherwise

CHARACTERS = "社区服务中心市委员会人民政府办公室账目帐保障卡有限责任公司管理发展基层养老一二东西"
ENDINGS = ("", "", "", "人民政府", "委员会", "办公室", "有限责任公司")


def names(seed: int) -> list[str]:
    """Random names, and each misspelt in a few ways."""
    rng = Random(seed)
    found = ["".join(rng.choices(CHARACTERS, k=rng.randint(4, 12))) + rng.choice(ENDINGS) for _ in range(80)]
    return sorted({*found, *(misspelt(name, rng) for name in found for _ in range(3))})


def misspelt(name: str, rng: Random) -> str:
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(len(name) - 1)
        name = rng.choice(
            (
                name[:at] + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
                name.replace("账", "帐").replace("委员会", "委"),
                name[:at] + rng.choice(CHARACTERS) + name[at:],
            )
        )
    return name


@pytest.mark.parametrize("seed", range(4))
def test_what_is_looked_up_is_what_pairs_tell(seed: int) -> None:
    known = names(seed)
    spellings = Spellings(known)
    found = {name: spellings.of(name) for name in known}
    assert found == {name: {one for one in known if is_same_written_otherwise(name, one)} for name in known}
    assert sum(map(len, found.values())) > 100


def test_a_name_need_not_be_among_those_it_is_compared_with() -> None:
    spellings = Spellings(["市社区服务中心", "市第一社区服务中心", "市养老服务中心"])
    assert spellings.of("市社区服中心") == {"市社区服务中心"}
    assert spellings.of("市社区务服中心") == {"市社区服务中心"}
    assert spellings.of("市第二社区服务中心") == set()
