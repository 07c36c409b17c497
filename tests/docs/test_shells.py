"""Commands of the documents, as they are pasted: into bash, and into zsh, the shell of macOS."""

from __future__ import annotations

import re

import pytest

from tests.support.markdown import Page, pages

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_COMMAND = re.compile(r"\.venv/bin/|pip |python |\.ci/")
_COMMENT = re.compile(r"(?:^|\s)#.*", re.MULTILINE)
_PATTERN = re.compile(r"\S*(?:[*?]|\[\S)\S*")
_WORDS = re.compile(r"^(\w+)=\"[^\"\n]* [^\"\n]*\"$", re.MULTILINE)


def pasted(page: Page) -> list[str]:
    """Blocks of commands, without scripts, which name their shell, and commands in sentences."""
    blocks = [block.text for block in page.blocks if block.language == "sh" and not block.text.startswith("#!")]
    return [*blocks, *(span for span in page.spans if _COMMAND.match(span))]


def misread(commands: str) -> list[str]:
    """What zsh takes in another way than bash: it has no comments at its prompt, and ends where a pattern fits no file.

    It does not split what a variable holds into words.
    """
    bare = _QUOTED.sub("", commands)
    variables = [name for name in _WORDS.findall(commands) if re.search(rf"\${name}\b", bare)]
    return [found.strip() for found in (*_COMMENT.findall(bare), *_PATTERN.findall(bare), *variables)]


@pytest.mark.parametrize("each", pages(), ids=lambda page: page.path)
def test_commands_mean_the_same_in_zsh(each: Page) -> None:
    assert [found for commands in pasted(each) for found in misread(commands)] == []


def test_what_zsh_misreads_is_found() -> None:
    assert misread("jobhouse status  # in short\n# more\npip install '.[s3]'") == ["# in short", "# more"]
    assert misread("pip install .[s3] && ls *.md && [ 1 = 1 ]") == [".[s3]", "*.md"]
    assert misread('run="java -jar"\n$run one.jar\n"$run"') == ["run"]
