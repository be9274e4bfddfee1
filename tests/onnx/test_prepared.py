"""A network whose preparation is a part of the graph takes what a person has, and answers in the
table's own unit."""
import numpy
import onnx

from files import Files


class Prepared(Files):
    @classmethod
    def setUpClass(cls):
        cls.write("prepared_networks")

    def test_the_checker_finds_nothing(self):
        for name in ("picture", "table"):
            onnx.checker.check_model(self.path(name), full_check=True)

    def run_on(self, name, numbers):
        session = self.session(name)
        [takes] = session.get_inputs()
        [got] = session.run(None, {takes.name: numbers.reshape(-1, *takes.shape[1:])})
        return got

    def test_a_pictures_bytes(self):
        answers = self.answers("picture")
        got = self.run_on("picture", numpy.array(answers["inputs"], numpy.uint8))
        self.expect_close(got, answers["outputs"])

    def test_a_tables_numbers_one_of_which_is_missing(self):
        answers = self.answers("table")
        got = self.run_on("table", numpy.array(answers["inputs"], numpy.float32))
        wanted = numpy.array(answers["outputs"]).reshape(got.shape)
        for target in range(2):  # price and days are of different size
            self.expect_close(got[:, target], wanted[:, target])
