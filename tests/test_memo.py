"""What is found in a file is kept with it, and found again in another or for something else."""

from corpus import PLAYER, edited, write

from hkai.load import load
from hkai.speed.memo import Memo, once_per_file


def test_once_for_a_file_that_stays_as_it_is(tmp_path):
    looked = []

    @once_per_file
    def length(file, unit):
        looked.append(file.path)
        return len(file.document.text) // unit

    memo, root = Memo(), write(tmp_path)
    files = load(root, memo).parts
    first = [length(file, 1) for file in files]
    assert [length(file, 1) for file in load(root, memo).parts] == first
    assert looked == [file.path for file in files]

    write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "kind: investor")})
    assert [length(file, 1) for file in load(root, memo).parts] != first
    assert looked == [*(file.path for file in files), f"data/{PLAYER}"]

    assert length(files[0], 2) == first[0] // 2
    assert length(files[0], 1) == first[0]
