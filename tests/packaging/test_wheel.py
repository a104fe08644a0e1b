"""The wheel works where other distributions own `tui`, `domain` and `storage`, and leaves those alone."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.installed import checkout, environment, pip, run

NAMESAKES = ("tui", "domain", "storage")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from a fresh checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = checkout(folder / "source")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
    [built] = folder.glob("*.whl")
    return built


def namesake(name: str, folder: Path) -> Path:
    """A wheel of another distribution that owns the top-level package `name`."""
    path = folder / f"{name}-9.0-py3-none-any.whl"
    about = f"{name}-9.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", f"OWNER = 'the other {name}'\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 9.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", f"{name}/__init__.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n")
    return path


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with caredesk and the three namesakes installed."""
    folder = tmp_path_factory.mktemp("installed")
    bin_folder = environment(folder / "env", "--without-pip")
    others = [namesake(name, folder) for name in NAMESAKES]
    pip("--python", bin_folder / "python", "install", "--no-deps", "--no-index", wheel, *others)
    return bin_folder


@pytest.fixture(scope="module")
def home(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a user whose first command was `caredesk demo`."""
    folder = tmp_path_factory.mktemp("home")
    run(
        [programs / "caredesk", "demo", "--no-open", "--date", "2026-03-02"],
        cwd=folder,
        env={"HOME": str(folder)},
    )
    return folder


def test_the_wheel_puts_one_package_beside_the_others(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"caredesk"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_help_answers_from_any_folder(programs: Path, tmp_path: Path) -> None:
    assert "demo" in run([programs / "caredesk", "--help"], cwd=tmp_path)


def test_a_demo_store_is_made_and_its_board_printed(programs: Path, home: Path, tmp_path: Path) -> None:
    board = run([programs / "caredesk", "show", "board"], cwd=tmp_path, env={"HOME": str(home)})
    assert len(board.splitlines()) > 45


def test_a_store_is_for_its_user_alone(home: Path) -> None:
    made = list(home.rglob("*"))
    assert made
    assert [path for path in made if all(map(_is_open, (path, *path.parents[: _depth(path, home)])))] == []


def _depth(path: Path, home: Path) -> int:
    """How many folders lie between a path and its user's home."""
    return len(path.relative_to(home).parents) - 1


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def test_a_relative_path_is_taken_from_where_the_user_stands(programs: Path, home: Path) -> None:
    [store] = (path for path in home.rglob("*") if path.is_file() and path.read_bytes()[:6] == b"SQLite")
    show = (programs / "caredesk", "show", "queue", "--db")
    assert run([*show, store.name], cwd=store.parent) == run([*show, store], cwd=home)


def test_the_roster_engine_runs_in_its_own_process(programs: Path, home: Path, tmp_path: Path) -> None:
    words = ("roster", "solve", "--date", "2026-03-03", "--seconds", "2", "--dry-run", "--json")
    plan = json.loads(run([programs / "caredesk", *words], cwd=tmp_path, env={"HOME": str(home)}))
    assert plan["assigned"] > 0
    assert plan["verified"] is True


@pytest.mark.parametrize("name", NAMESAKES)
def test_the_namesakes_stay_who_they_are(programs: Path, name: str, tmp_path: Path) -> None:
    asked = f"import caredesk, {name}; print({name}.OWNER)"
    assert run([programs / "python", "-c", asked], cwd=tmp_path) == f"the other {name}\n"


def test_an_editable_install_runs_the_checkout(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source")
    bin_folder = environment(tmp_path / "env", "--without-pip")
    pip("--python", bin_folder / "python", "install", "--no-deps", "--no-build-isolation", "-e", source)
    (source / "tui" / "cli.py").write_text("def main(): print('from the checkout')\n", encoding="utf-8")
    assert run([bin_folder / "caredesk"], cwd=tmp_path) == "from the checkout\n"
    assert run([bin_folder / "python", "-m", "tui"], cwd=source) == "from the checkout\n"
