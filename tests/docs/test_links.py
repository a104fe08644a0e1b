"""Every local link of the READMEs leads somewhere."""

import pytest

from tests.docs.markdown import FILES, anchors, links
from tests.installed import ROOT


@pytest.mark.parametrize("file", FILES)
def test_local_links_resolve(file: str) -> None:
    assert (ROOT / file).exists()
    broken = []
    for link in links(file):
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = ((ROOT / file).parent / path).resolve() if path else ROOT / file
        known = anchors(str(target.relative_to(ROOT))) if target.suffix == ".md" and target.exists() else set()
        if not target.exists() or (anchor and anchor not in known):
            broken.append(link)
    assert broken == []
