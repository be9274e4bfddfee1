"""Names, links, pipes and damage, as a shell meets them."""
import os
import pathlib
import subprocess
import unittest

from cli import GLIA, CliTest, glia

FAILED, BAD_FILE = 1, 3


class Files(CliTest):
    def refused(self, code, words, *args, **kwargs):
        done = glia(*args, **kwargs)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertRegex(done.stderr, words)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def turned(self, out):
        return "set", self.model, "hidden1.bias[0]=1", "--out", out

    def shell(self, script):
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "GLIA": GLIA, "M": str(self.model),
                                   "P": str(self.picture)})

    def test_a_flipped_bit_in_a_model_is_noticed(self):
        whole = bytearray(self.model.read_bytes())
        damaged = self.dir / "damaged.safetensors"
        for at in (len(whole) - 1, len(whole) // 2, whole.index(b"glia.history") + 20):
            whole[at] ^= 1
            damaged.write_bytes(whole)
            whole[at] ^= 1
            self.refused(BAD_FILE, "damaged", "info", damaged)
        damaged.write_bytes(whole)
        self.ok("info", damaged)

    def test_a_link_to_nothing_is_followed(self):
        folder = self.dir / "links"
        (folder / "there").mkdir(parents=True)
        link = folder / "latest.safetensors"
        link.symlink_to("there/new.safetensors")
        self.ok(*self.turned(link))
        self.assertTrue(link.is_symlink())
        self.assertTrue((folder / "there" / "new.safetensors").is_file())
        circle = folder / "circle.safetensors"
        circle.symlink_to("circle.safetensors")
        self.refused(FAILED, "in a circle", *self.turned(circle))

    def test_a_name_may_have_255_bytes(self):
        ending = ".safetensors"
        longest = "n" * (255 - len(ending)) + ending
        self.ok(*self.turned(self.dir / longest))
        self.assertTrue((self.dir / longest).is_file())
        self.refused(FAILED, "255 bytes at most", *self.turned(self.dir / ("n" + longest)))

    def test_what_a_killed_run_left_is_removed(self):
        folder = self.dir / "left"
        folder.mkdir()
        (folder / ".glia-aB3xyZ.tmp").write_bytes(b"half a model")
        (folder / ".glia-notes").write_bytes(b"mine")
        self.ok(*self.turned(folder / "m.safetensors"))
        self.assertEqual({p.name for p in folder.iterdir()}, {".glia-notes", "m.safetensors"})

    def test_pictures_come_through_pipes(self):
        answer = self.ok("predict", self.model, self.picture, "--json")
        for script in ('"$GLIA" predict "$M" /dev/stdin --json < "$P"',
                       'cat "$P" | "$GLIA" predict "$M" /dev/stdin --json',
                       '"$GLIA" predict "$M" <(sleep 0.5; cat "$P") --json'):
            done = self.shell(script)
            self.assertEqual((done.returncode, done.stdout), (0, answer), script + done.stderr)

    def test_a_pipe_without_a_writer_is_not_waited_for(self):
        pipe = self.dir / "pipe.png"
        os.mkfifo(pipe)
        self.refused(FAILED, "pipe.png.*nothing came through this pipe", "predict", self.model, pipe)
        self.refused(BAD_FILE, "pipe.png.*not a file", "info", pipe)
        folder = self.dir / "piped"
        folder.mkdir()
        for file in self.data.iterdir():
            (folder / file.name).symlink_to(file)
        images = folder / "train-images-idx3-ubyte"
        images.unlink()
        os.mkfifo(images)
        self.refused(BAD_FILE, "train-images", "train", "--data-dir", folder, "--epochs", "1",
                     "--out", self.dir / "never.safetensors")

    def test_a_device_is_no_picture(self):
        self.refused(BAD_FILE, "/dev/zero.*device", "predict", self.model, "/dev/zero")


if __name__ == "__main__":
    unittest.main()
