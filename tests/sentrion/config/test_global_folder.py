"""Settings that dlt keeps for a user count only where nobody else can write them: they say where the key is sent."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.global_folder import global_folder, refuse_settings_of_others
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.config.settings_files import read_settings_files
from tests.support.command_line import KEY, CommandLine
from tests.support.permissions import mode

THEIRS = '[sources.sentrion]\nbase_url = "https://elsewhere.example"\nlake_url = "s3://theirs"\n'
NOBODY = 65_534
IS_ROOT = os.geteuid() == 0


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder, which everybody may write, for a user without a home."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    for name in list(os.environ):
        if name.startswith("DLT_") or name == "XDG_DATA_HOME":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid or 1_000)
    return folder


def made(folder: Path, permissions: int = 0o700, *, text: str = THEIRS, of_file: int = 0o600) -> Path:
    folder.mkdir()
    (folder / "config.toml").write_text(text)
    (folder / "config.toml").chmod(of_file)
    folder.chmod(permissions)
    return folder


@pytest.mark.parametrize(("permissions", "of_file"), [(0o777, 0o600), (0o755, 0o666)], ids=["folder", "file"])
def test_settings_that_anybody_can_write_are_refused(permissions: int, of_file: int, temporary: Path) -> None:
    made(temporary / "dlt", permissions, of_file=of_file)
    with pytest.raises(UsageError) as error:
        Settings.load_without_key()
    what = temporary / "dlt" / ("" if of_file == 0o600 else "config.toml")
    assert str(error.value) == (
        f"{what} can be written by other users, whose settings could send the API key elsewhere; "
        "set HOME to a folder that only this user can write."
    )


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a file away")
@pytest.mark.parametrize("theirs", [".", "config.toml"])
def test_settings_of_another_user_are_refused(theirs: str, temporary: Path) -> None:
    os.chown(made(temporary / "dlt") / theirs, NOBODY, NOBODY)
    with pytest.raises(UsageError, match=r"belongs to another user \(nobody\), whose settings could send the API key"):
        Settings.load_without_key()


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a file away")
def test_a_link_that_another_user_made_is_refused(temporary: Path, tmp_path: Path) -> None:
    made(tmp_path / "mine")
    (temporary / "dlt").symlink_to(tmp_path / "mine")
    os.lchown(temporary / "dlt", NOBODY, NOBODY)
    with pytest.raises(UsageError, match="belongs to another user"):
        refuse_settings_of_others()


def test_settings_of_this_user_count_there(temporary: Path) -> None:
    made(temporary / "dlt", text="[sources.sentrion]\npage_size = 50\n", of_file=0o644)
    assert Settings.load_without_key().page_size == 50


def test_a_folder_that_others_could_make_meanwhile_is_made(temporary: Path) -> None:
    refuse_settings_of_others()
    assert mode(temporary / "dlt") == 0o700


def test_no_folder_is_made_in_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid or 1_000)
    monkeypatch.setenv("HOME", str(tmp_path))
    tmp_path.chmod(0o755)
    refuse_settings_of_others()
    assert global_folder().parent == tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a folder to a group that it is not in")
def test_the_group_of_this_user_alone_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many systems give each user such a group, and a umask that lets it write."""
    members = ["me"]
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    monkeypatch.setattr("pwd.getpwuid", lambda _: SimpleNamespace(pw_gid=4_242, pw_name="me"))
    monkeypatch.setattr("grp.getgrgid", lambda _: SimpleNamespace(gr_name="me", gr_mem=members))
    monkeypatch.setenv("HOME", str(tmp_path))
    os.chown(made(tmp_path / ".dlt", 0o775), -1, 4_242)
    refuse_settings_of_others()
    members.append("another")
    with pytest.raises(UsageError, match="can be written by other users"):
        refuse_settings_of_others()


SHARED = '[sources.sentrion]\nbase_url = "https://elsewhere.example"\n'


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings folder of a project that another user owns, in which this one works with a key of his own."""
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setenv("SOURCES__SENTRION__API_KEY", "k")
    folder = made(project / ".dlt", 0o755, text=SHARED, of_file=0o644)
    for path in (folder, folder / "config.toml"):
        os.chown(path, NOBODY, NOBODY)
    return folder


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a file away")
def test_an_address_by_another_user_gets_no_key_of_this_one(shared: Path) -> None:
    with pytest.raises(UsageError) as error:
        Settings.load()
    assert str(error.value) == (
        ".dlt/config.toml belongs to another user (nobody), and its base_url says where the API key is sent; take the "
        "file over with chown and chmod go-w, or set SOURCES__SENTRION__BASE_URL, if it is right."
    )
    (shared / "config.toml").unlink()
    (shared / "config.toml").write_text(SHARED)
    with pytest.raises(UsageError, match="belongs to another user"):  # who owns the folder can put another file there
        Settings.load()


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a file away")
@pytest.mark.parametrize("how", ["variable", "no address", "their key"])
def test_a_project_of_another_user_can_be_shared(how: str, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    match how:
        case "variable":
            monkeypatch.setenv("SOURCES__SENTRION__BASE_URL", "https://elsewhere.example")
        case "no address":
            (shared / "config.toml").write_text("[sources.sentrion]\npage_size = 50\n")
        case _:
            monkeypatch.delenv("SOURCES__SENTRION__API_KEY")
            (shared / "secrets.toml").write_text('[sources.sentrion]\napi_key = "k"\n')
    assert shared.name in {file.parent.name for file in read_settings_files()}


def test_a_command_that_reads_no_settings_refuses_them_too(temporary: Path, cli: CommandLine) -> None:
    """Else dlt would read its own sections there, such as the address of a bucket."""
    made(temporary / "dlt", 0o777)
    done = cli("sql", "select 1")
    assert done.returncode == 2
    assert done.stderr.startswith(f"jobhouse: {temporary / 'dlt'} can be written by other users")
    assert len(done.stderr.splitlines()) == 1
    assert cli("nightly", **KEY).returncode == 2


def test_a_system_without_a_folder_for_temporary_files_is_told(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    with pytest.raises(UsageError, match=r"No folder takes temporary files .*set TMPDIR or HOME"):
        Settings.load_without_key()
