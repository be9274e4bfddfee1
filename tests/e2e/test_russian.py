"""The command line in Russian: help, results, refusals and pictures; what programs read stays."""
import re
import signal
import subprocess
import time
import unittest

from cli import GLIA, CliTest, glia, png_size

RUSSIAN = {"LANG": "ru_RU.UTF-8"}
LETTERS = re.compile("[а-яё]")
COMMANDS = [["train"], ["test"], ["predict"], ["show"], ["set"], ["info"], ["studio"],
            ["data"], ["data", "get"], ["data", "list"], ["data", "info"], ["data", "show"],
            ["data", "synth-speech"]]


def russian(*args, **kwargs):
    return glia(*args, env=RUSSIAN, **kwargs)


class Choice(unittest.TestCase):
    """Who decides about the language."""

    def speaks_russian(self, *args, **env):
        return "Коды выхода" in glia(*args, "--help", env=env).stdout

    def test_the_option_decides_before_the_environment(self):
        self.assertTrue(self.speaks_russian("--lang", "ru"))
        self.assertTrue(self.speaks_russian("--lang=ru"))
        self.assertFalse(self.speaks_russian("--lang", "en", LANG="ru_RU.UTF-8"))
        self.assertIn("Вызов", glia("train", "--lang", "ru", "--help").stdout)

    def test_the_environment_decides_in_the_order_of_posix(self):
        self.assertTrue(self.speaks_russian(LANG="ru_RU.UTF-8"))
        self.assertTrue(self.speaks_russian(LANG="ru"))
        self.assertFalse(self.speaks_russian(LANG="run.UTF-8"))
        self.assertFalse(self.speaks_russian(LANG="de_DE.UTF-8"))
        self.assertTrue(self.speaks_russian(LC_MESSAGES="ru_RU.UTF-8", LANG="en_US.UTF-8"))
        self.assertFalse(self.speaks_russian(LC_ALL="C.UTF-8", LC_MESSAGES="ru", LANG="ru"))
        self.assertTrue(self.speaks_russian(LC_ALL="", LANG="ru_RU.UTF-8"))

    def test_another_language_is_refused(self):
        done = glia("--lang", "de", "data", "list")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--lang: there is no 'de'", done.stderr)


class Help(unittest.TestCase):
    def test_every_line_of_every_help_is_russian(self):
        for command in COMMANDS:
            text = russian(*command, "--help").stdout
            for line in text.splitlines():
                with self.subTest(command=" ".join(command), line=line):
                    said = line[34:] if line.startswith("  ") else line
                    if re.search("[A-Za-z]{3} [A-Za-z]{3}", said) and "glia " not in line:
                        self.assertRegex(said, LETTERS)
            self.assertIn("Вызов: glia " + " ".join(command), text)

    def test_descriptions_stand_in_one_column(self):
        for line in russian("set", "--help").stdout.splitlines():
            if re.match("  (-|[A-Z])", line):
                self.assertRegex(line[33:35], r" [^ ]", line)


class Results(CliTest):
    def say(self, *args, **kwargs):
        done = russian(*args, "--data-dir", self.data, **kwargs)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_train(self):
        said = self.say("train", "--epochs", 2, "--out", self.dir / "new.safetensors")
        self.assertRegex(said, r"784-16-16-10 · 13\u00a0002 параметра · 400 примеров из mnist")
        self.assertRegex(said, r"эпоха +стоимость +верно на обучении")
        self.assertRegex(said, r"Верно \d+ из 100 тестовых картинок: \d+,\d\d %")
        self.assertIn("Тестовые картинки (строки: что это такое; столбцы: что ответила сеть)", said)
        self.assertRegex(said, r"Обучение заняло \d+,\d с")
        self.assertIn("Что попробовать дальше:", said)
        # Commands are as they are typed.
        self.assertIn("[0]=1 --out other.safetensors", said)
        self.assertNotRegex(said, r"\d\.\d\d %")

    def test_predict(self):
        said = self.say("predict", self.model, "mnist:7", "--why")
        self.assertIn("Так это видит сеть", said)
        self.assertRegex(said, r"Ответ сети: \d, уверенность \d+,\d\d %\.")
        self.assertRegex(said, r"Стоимость этого примера, если верно «\d»:")
        self.assertRegex(said, r"Кто голосовал за output\[\d\]")
        self.assertIn("смещение", said)
        self.assertRegex(self.say("predict", self.model, self.picture, self.picture),
                         r"файл +ответ +уверенность")

    def test_what_reads_other_data_than_it_was_published(self):
        self.assertRegex(russian("data", "info", "mnist", "--data-dir", self.data).stdout,
                         r"mnist: для учёбы 400, для теста 100, каждый пример — 1×28×28")
        done = russian("test", self.model, "--data-dir", self.data)
        self.assertRegex(done.stderr, r"glia: то, что лежит в \S+, — не mnist, каким его опубликовали")
        self.assertRegex(done.stdout, r"Верно \d+ из 100 тестовых картинок \(mnist\): .* стоимость 0,")

    def test_the_others(self):
        self.assertIn("13\u00a0002 параметра = 784·16", russian("info", self.model).stdout)
        said = self.say("show", self.model, "--network", "mnist:7")
        self.assertIn("Картинкой, с самыми сильными связями: добавьте --out network.png", said)
        self.assertIn("16 нейронов, веса 28 × 28 у каждого", self.say("show", self.model))
        self.assertIn("Сколько верно на 100 тестовых картинках mnist",
                      self.say("show", "--compare", self.model, self.model))
        done = russian("set", self.model, "hidden1.bias[0]=0.5", "--out", self.dir / "set.safetensors")
        self.assertIn("→ 0.5", done.stdout)  # as it is typed
        self.assertIn("Сохранено в", done.stdout)
        self.assertRegex(russian("data", "list").stdout, r"набор +учёба")
        self.assertIn("mnist, тестовая картинка 3: «3»", self.say("data", "show", "mnist", "--index", 3))

    def test_what_programs_read_is_the_same(self):
        for command in (["predict", self.model, "mnist:7", "--why", "--json"],
                        ["predict", self.model, self.picture, "nothing.png", "--csv"],
                        ["predict", self.model, self.picture, "nothing.png", "--json"],
                        ["test", self.model, "--json"], ["data", "info", "mnist", "--json"],
                        ["data", "list", "--json"]):
            with self.subTest(command[0]):
                command += ["--data-dir", self.data]
                self.assertEqual(russian(*command).stdout, glia(*command).stdout)
        self.assertEqual(russian("info", self.model, "--json").stdout,
                         glia("info", self.model, "--json").stdout)

    def test_words_in_pictures(self):
        for command in (["show", self.model], ["show", self.model, "--network", "mnist:7"],
                        ["show", "--compare", self.model, self.model],
                        ["predict", self.model, "mnist:7", "--why"]):
            with self.subTest(command):
                pictures = []
                for lang in ("en", "ru"):
                    out = self.dir / f"picture-{lang}.png"
                    done = glia(*command, "--data-dir", self.data, "--out", out, "--lang", lang)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    pictures.append(out)
                self.assertEqual(*map(png_size, pictures))
                self.assertNotEqual(pictures[0].read_bytes(), pictures[1].read_bytes())

    def test_an_interrupted_training(self):
        out = self.dir / "interrupted.safetensors"
        with subprocess.Popen([GLIA, "train", "--data-dir", self.data, "--epochs", "1000000",
                               "--out", out, "--lang", "ru"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as training:
            training.stdout.readline()
            time.sleep(0.5)
            training.send_signal(signal.SIGINT)
            said, errors = training.communicate(timeout=60)
        self.assertIn("glia: сохраняю выученное; ещё раз — остановиться, не сохраняя", errors)
        self.assertIn("glia: прервано; выученное сохранено в", errors)
        self.assertRegex(said, r"Прервано: пройдено \d+ из 1000000 эпох; выученное сохранено")


class Refusals(CliTest):
    def refused(self, code, *args):
        done = russian(*args)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertTrue(done.stderr.startswith("glia: "), done.stderr)
        return done.stderr.removeprefix("glia: ").rstrip("\n")

    def test_words_and_options(self):
        for said, args in {
            "команды «glia tain» нет. Может быть, «train»?": ["tain"],
            "ключа «--epocs» нет. Может быть, «--epochs»? Подробнее: glia train --help.":
                ["train", "--epocs", 3],
            "ключа «--class-weights» нет. Есть: --help, --lang, --json, --threads, --simd, --color. "
            "Подробнее: glia info --help.": ["info", "a", "--class-weights"],
            "слово «b» лишнее. Подробнее: glia info --help.": ["info", "a", "b"],
            "ключу --out нужно значение. Подробнее: glia train --help.": ["train", "--out"],
            "нужно ещё MODEL. Подробнее: glia predict --help.": ["predict"],
            "--out дан 2 раза: a и b. Дайте его один раз. Подробнее: glia train --help.":
                ["train", "--out", "a", "--out", "b"],
            "--rate: нужно число больше 0 и не больше 1000000, а дано -1": ["train", "--rate", -1],
            "--epochs: нужно целое число от 1 до 1000000000, а дано 'x'":
                ["train", "--epochs", "x"],
            "--threshold: нужно число от 0 до 1, а дано 7":
                ["predict", self.model, self.picture, "--threshold", 7],
            "--checkpoint-every: нужно число больше 0, а дано 0":
                ["train", "--checkpoint-every", 0],
            "--color: «pink» не бывает. Есть: auto, always, never.":
                ["info", self.model, "--color", "pink"],
            "--cost: «sqared» не бывает. Может быть, «squared»?": ["train", "--cost", "sqared"],
            "набора данных «nope» нет. Есть: mnist, fashion-mnist, fsdd.":
                ["data", "info", "nope"],
            "--patience следит за проверочной стоимостью: добавьте --validation 0.1":
                ["train", "--patience", 3],
        }.items():
            with self.subTest(said):
                self.assertEqual(self.refused(2, *args), said)

    def test_networks(self):
        self.assertEqual(self.refused(2, "train", "--data-dir", self.data, "--net", "784"),
                         "сеть «784»: нужно хотя бы два размера, входа и выхода, скажем "
                         "«784-16-16-10»")
        self.assertEqual(self.refused(2, "train", "--data-dir", self.data, "--net", "784-8-7"),
                         "--net 784-8-7: в «mnist» 10 классов, значит, последний размер должен быть 10")
        self.assertEqual(self.refused(2, "set", self.model, "hiden1.bias[0]=1", "--out", "x"),
                         "параметра «hiden1.bias» нет. Может быть, «hidden1.bias»?")
        self.assertEqual(self.refused(2, "show", self.model, "--layer", "hidden9"),
                         "--layer: слоя «hidden9» с весами здесь нет. Может быть, «hidden1»?")

    def test_files(self):
        damaged = self.dir / "damaged.safetensors"
        damaged.write_bytes(self.model.read_bytes()[:-9])
        self.assertEqual(self.refused(3, "info", "none.safetensors"),
                         "«none.safetensors» не загрузить: такого файла нет")
        self.assertRegex(self.refused(3, "info", damaged),
                         r"«.*damaged\.safetensors» не загрузить: тензоры занимают \d+ байт\w*, а в "
                         r"файле их \d+: файл обрезан")
        self.assertRegex(self.refused(3, "info", self.picture), LETTERS)
        self.assertEqual(self.refused(3, "predict", self.model, "none.png"),
                         "«none.png» не прочесть: такого файла или папки нет")
        self.assertRegex(self.refused(1, "train", "--out", "/nowhere/x.safetensors"),
                         "^--out: «/nowhere/x.safetensors» не сохранить: папки «/nowhere» нет: такого "
                         "файла или папки нет; сначала создайте папку или выберите другое место$")
        self.assertRegex(self.refused(3, "data", "info", f"folder:{self.dir}"),
                         r"^«.*»: картинок по классам нет: нужно по папке на класс, скажем ")

    def test_training_that_diverges(self):
        said = self.refused(4, "train", "--data-dir", self.data, "--rate", 1e6, "--activation", "relu",
                            "--cost", "softmax_cross_entropy", "--optimizer", "sgd", "--epochs", 3,
                            "--out", self.dir / "wild.safetensors").splitlines()[-1]
        self.assertRegex(said, r"обучение разошлось на шаге \d+ \(эпоха 1\): .* может помочь меньшая "
                               r"скорость обучения .*последние хорошие числа сохранены в")

    def test_notes_of_folders(self):
        folder = self.dir / "photos"
        for name in ("a", "b", "_aside"):
            (folder / name).mkdir(parents=True)
            for i in range(4):
                (folder / name / f"{i}.png").write_bytes(self.picture.read_bytes())
        (folder / "a" / "5.png").write_bytes(self.picture.read_bytes()[:90])
        (folder / "b" / "notes.txt").write_text("none")
        said = russian("data", "info", f"folder:{folder}", "--skip-damaged").stdout
        self.assertIn("пропущено: файлов, но не PNG и не JPEG: 1 (b/notes.txt), папок с _ в начале "
                      "имени: 1 (_aside); повреждено и не взято: 1 (a/5.png)", said)
        self.assertIn("8 картинок, 2 класса; сеть видит каждую как 1×32×32 (32×32 пикселей, серые)",
                      said)
        self.assertRegex(self.refused(3, "data", "info", f"folder:{folder}"),
                         r"^PNG «.*5\.png» повреждён: файл обрезан; сохраните или скачайте его заново; "
                         r"или уберите его из папки или пропустите повреждённое ключом --skip-damaged$")

    def test_a_name_is_never_taken_for_a_word(self):
        name = self.dir / "a model"
        self.assertIn("a model» не загрузить", self.refused(3, "info", name))

    def test_names_of_strangers_cost_no_time(self):
        name = ": '; ".join("expected a, got b" for _ in range(9))
        began = time.monotonic()
        self.refused(3, "info", name)
        self.refused(2, "info", self.model, ", " * 2000)
        self.refused(2, "info", self.model, ", " * 40000)
        self.assertLess(time.monotonic() - began, 20)


if __name__ == "__main__":
    unittest.main()
