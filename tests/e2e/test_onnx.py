"""glia convert FILE.onnx: what other programs take. They themselves are asked in tests/onnx."""
import unittest

from cli import CliTest, glia

# The version of the form, then who made it: as protobuf lays it.
BEGINNING = b"\x08\x08\x12\x04glia"


class Onnx(CliTest):
    def test_a_network_goes_out_with_its_names_and_classes(self):
        out = self.dir / "out.onnx"
        self.assertEqual(self.json("convert", self.model, out),
                         {"from": str(self.model), "to": str(out)})
        written = out.read_bytes()
        self.assertTrue(written.startswith(BEGINNING))
        for part in (b"hidden1.weight", b"output.activation", b"Gemm", b"batch", b"glia.classes"):
            self.assertIn(part, written)
        self.assertNotIn(b"Cast", written)
        self.assertLess(len(written), self.model.stat().st_size + 4000)

    def test_it_takes_bytes_where_the_preparation_is_a_part_of_it(self):
        out = self.dir / "prepared.onnx"
        self.ok("convert", self.model, out, "--prepare")
        self.assertIn(b"Cast", out.read_bytes())

    def test_it_comes_back_the_same(self):
        out, back = self.dir / "there.onnx", self.dir / "back.safetensors"
        self.ok("convert", self.model, out)
        self.ok("convert", out, back)
        self.assertEqual(back.read_bytes(), self.model.read_bytes())

    def test_every_command_that_asks_a_network_takes_it_as_it_is(self):
        out = self.dir / "asked.onnx"
        self.ok("convert", self.model, out)
        for words in (["info"], ["test", "--data-dir", self.data],
                      ["predict", "mnist:3", "mnist:4", "--data-dir", self.data]):
            with self.subTest(words[0]):
                of_both = [self.ok(words[0], model, *words[1:], "--json") for model in (self.model, out)]
                self.assertEqual(of_both[1].replace(str(out), str(self.model)), of_both[0])
        drawn = []
        for model in (self.model, out):
            self.ok("show", model, "--out", self.dir / "weights.png")
            self.ok("set", model, "hidden1.bias[0]=1", "--out", self.dir / "set.safetensors")
            drawn += [(self.dir / name).read_bytes() for name in ("weights.png", "set.safetensors")]
        self.assertEqual(drawn[:2], drawn[2:])
        self.ok("show", "--compare", self.model, out, "--data-dir", self.data)

    def test_another_programs_network_says_where_it_is_from(self):
        out = self.dir / "another.onnx"
        self.ok("convert", self.model, out)
        out.write_bytes(out.read_bytes().replace(b"glia.", b"else."))
        text = self.ok("info", out)
        self.assertIn("13,002 parameters = 784·16 + 16·16 + 16·10 + 16 + 16 + 10", text)
        self.assertRegex(text, r"onnx: opset 17, made by glia \d")
        self.assertRegex(self.ok("info", out, "--lang", "ru"),
                         r"onnx: opset 17, сохранён программой glia \d")

    def test_a_safetensors_file_may_be_called_so(self):
        called = self.dir / "called.onnx"
        called.write_bytes(self.model.read_bytes())
        self.assertEqual(self.json("info", called)["parameters"], 13002)

    def test_what_is_none_is_refused_by_every_command(self):
        note = self.dir / "none.onnx"
        note.write_text("what to buy")
        for command in ("info", "show", "test", "predict"):
            done = glia(command, note, *(["mnist:1"] if command == "predict" else []))
            self.assertEqual(done.returncode, 3, command)
            self.assertEqual(done.stderr,
                             f"glia: cannot load '{note}': it is no ONNX model, or is cut off\n")
        folder = self.dir / "folder.onnx"
        folder.mkdir()
        done = glia("info", folder)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(done.stderr, f"glia: cannot load '{folder}': it is not a file\n")

    def test_what_is_wrong_with_a_file_is_said_in_both_languages(self):
        out, broken = self.dir / "whole.onnx", self.dir / "broken.onnx"
        self.ok("convert", self.model, out)
        whole = out.read_bytes().replace(b"glia.", b"else.")  # another program's: its graph counts
        for was, becomes, english, russian in (
                (whole, b"", "the file is empty", "файл пуст"),
                (whole[-9:], b"", "it is no ONNX model, or is cut off",
                 "это не модель ONNX, или файл обрезан"),
                (b"\x10\x11", b"\x10\x05",
                 "it has opset 5, and Glia reads 13 to 27: export it with one of these, for example 17",
                 "у него opset 5, а Glia читает с 13 по 27: сохраните его с одним из них, например с 17"),
                (b"output.biasJ", b"output.baseJ",
                 "node 'output' (Gemm, opset 17): no value is called 'output.bias'",
                 "узел 'output' (Gemm, opset 17): значения 'output.bias' нет"),
                (b"Sigmoid", b"Digmoid", "(Digmoid, opset 17): Glia has no operation for it",
                 "(Digmoid, opset 17): такой операции в Glia нет")):
            with self.subTest(english):
                self.assertIn(was, whole)
                broken.write_bytes(whole.replace(was, becomes))
                for language, said in (("en", f"cannot load '{broken}': "), ("ru", f"«{broken}» не загрузить: ")):
                    done = glia("convert", broken, self.dir / "never.safetensors", "--lang", language)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn(said, done.stderr)
                    self.assertIn(english if language == "en" else russian, done.stderr)

    def test_it_replaces_another_network_only(self):
        out = self.dir / "twice.onnx"
        self.ok("convert", self.model, out)
        first = out.read_bytes()
        self.ok("convert", self.model, out)
        self.assertEqual(out.read_bytes(), first)
        note = self.dir / "note.onnx"
        note.write_text("what to buy")
        done = glia("convert", self.model, note)
        self.assertEqual(done.returncode, 2)
        self.assertIn("a file of another kind is there", done.stderr)
        self.assertEqual(note.read_text(), "what to buy")

    def test_other_files_have_no_room_for_a_preparation(self):
        done = glia("convert", self.model, self.dir / "never.safetensors", "--prepare")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--prepare: a .safetensors has no room for it", done.stderr)
        self.assertIn("--lengths: a .h has no room for it",
                      glia("convert", self.model, self.dir / "never.h", "--lengths").stderr)
        self.assertIn("для этого нет места", glia("convert", self.model, self.dir / "never.safetensors",
                                                "--prepare", "--lang", "ru").stderr)

    def test_lengths_are_asked_for_where_there_are_any(self):
        out = self.dir / "never.onnx"
        for language, said in (("en", "ONNX: the network takes no lengths"),
                               ("ru", "ONNX: длины этой сети не нужны")):
            done = glia("convert", self.model, out, "--lengths", "--lang", language)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(said, done.stderr)
        self.assertFalse(out.exists())

    def test_what_cannot_be_a_part_of_it_is_said(self):
        table = self.dir / "table.csv"
        table.write_text("colour,size,price\n" + "".join(
            f"{'red' if i % 2 else 'blue'},{i},{2.5 * i}\n" for i in range(40)))
        model, out = self.dir / "table.safetensors", self.dir / "table.onnx"
        self.ok("train", "--data", f"table:{table}", "--target", "price", "--epochs", 2, "--out",
                model)
        done = glia("convert", model, out, "--prepare")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("column 'colour' holds words", done.stderr)
        self.assertIn("в столбце «colour» слова",
                      glia("convert", model, out, "--prepare", "--lang", "ru").stderr)
        self.assertFalse(out.exists())
        self.ok("convert", model, out)


if __name__ == "__main__":
    unittest.main()
