"""Every link inside the documents leads somewhere."""
import re
import unittest

from documents import FENCE, ROOT, documents, prose


def anchors(text):
    """The anchors that headings get: lower case, spaces to hyphens, the rest dropped."""
    headings = re.findall(r"^#+\s+(.*)$", FENCE.sub("", text), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in headings}


class Links(unittest.TestCase):
    def test_there_are_documents(self):
        self.assertGreater(len(documents()), 5)

    def test_links_resolve(self):
        for document in documents():
            text = prose(document.read_text(encoding="utf-8"))
            for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
                if re.match(r"[a-z]+:", target):
                    continue
                with self.subTest(document=str(document.relative_to(ROOT)), link=target):
                    path, _, anchor = target.partition("#")
                    file = (document.parent / path) if path else document
                    self.assertTrue(file.exists(), "no such file")
                    if anchor:
                        self.assertIn(anchor, anchors(file.read_text(encoding="utf-8")))


if __name__ == "__main__":
    unittest.main()
