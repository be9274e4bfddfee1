"""Every link inside the documents leads somewhere."""
import os
import pathlib
import re
import unittest

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])


def documents():
    return sorted(p for p in ROOT.rglob("*.md") if not {"build", "node_modules"} & set(p.relative_to(ROOT).parts))


def prose(text):
    """The text without its code blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))


def anchors(text):
    """The anchors that a heading gets: lower case, spaces to hyphens, the rest dropped."""
    headings = re.findall(r"^#+\s+(.*)$", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in headings}


class Links(unittest.TestCase):
    def test_there_are_documents(self):
        self.assertGreater(len(documents()), 5)

    def test_links_resolve(self):
        for document in documents():
            for target in re.findall(r"\]\(([^)\s]+)\)", prose(document.read_text())):
                if re.match(r"[a-z]+:", target):
                    continue
                with self.subTest(document=str(document.relative_to(ROOT)), link=target):
                    path, _, anchor = target.partition("#")
                    file = (document.parent / path) if path else document
                    self.assertTrue(file.exists(), "no such file")
                    if anchor:
                        self.assertIn(anchor, anchors(file.read_text()))


if __name__ == "__main__":
    unittest.main()
