"""glia.GliaClassifier and glia.GliaRegressor as scikit-learn's own tools see them."""

import copy
import pickle
import subprocess
import sys
import unittest
import warnings

import numpy as np

import glia

try:
    import sklearn
    from sklearn.base import clone
    from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_wine
    from sklearn.exceptions import ConvergenceWarning, NotFittedError
    from sklearn.model_selection import GridSearchCV, cross_val_score
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.utils.estimator_checks import check_estimator
except ImportError:
    sklearn = None

EXPECTED = {
    "check_sample_weight_equivalence_on_dense_data": "alpha is divided by the rows of a batch, which "
    "has more where rows are repeated; and two rows may lie in different batches"
}


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one.coefs_, other.coefs_, strict=True))


def table(load):
    x, y = load(return_X_y=True)
    return StandardScaler().fit_transform(x), y


@unittest.skipIf(sklearn is None, "scikit-learn is not installed")
class Sklearn(unittest.TestCase):
    def setUp(self):
        warnings.simplefilter("ignore", ConvergenceWarning)
        self.addCleanup(warnings.resetwarnings)


class Checks(Sklearn):
    def test_estimator_checks_pass(self):
        for estimator in (glia.GliaClassifier(), glia.GliaRegressor()):
            with self.subTest(estimator), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results = check_estimator(
                    estimator, expected_failed_checks=EXPECTED, on_skip=None, on_fail=None
                )
                failed = [r for r in results if r["status"] == "failed"]
                self.assertEqual([(r["check_name"], r["exception"]) for r in failed], [])
                unfit = {r["check_name"] for r in results if r["status"] == "xfail"}
                self.assertEqual(unfit, set(EXPECTED))

    def test_arguments_are_those_of_scikit_learn_with_its_usual_values(self):
        for ours, theirs in (
            (glia.GliaClassifier(), MLPClassifier()),
            (glia.GliaRegressor(), MLPRegressor()),
        ):
            wanted = theirs.get_params()
            for name in ("power_t", "max_fun"):
                del wanted[name]
            got = ours.get_params()
            self.assertEqual({name: got.get(name, "missing") for name in wanted}, wanted)

    def test_every_setting_of_a_training_is_an_argument(self):
        names = {s.name for s in glia.settings() if s.of_recipe or s.of_network}
        self.assertLessEqual(names, glia.GliaClassifier().get_params().keys())
        self.assertIn("label_smoothing: Ask for less than 1", glia.GliaClassifier.__doc__)

    def test_what_is_not_there_is_refused_by_name(self):
        x, y = table(load_wine)
        for arguments, words in (
            ({"solver": "lbfgs"}, "solver: 'lbfgs' is not there"),
            ({"solver": "sgd", "learning_rate": "adaptive"}, "learning_rate: 'adaptive' is not"),
            ({"shuffle": False}, "shuffle: False is not there"),
            ({"solver": "newton"}, "solver: expected one of 'adam', 'sgd', got 'newton'"),
            ({"activation": "step"}, "activation: there is no 'step'"),
            ({"hidden_layer_sizes": (0,)}, "hidden_layer_sizes: expected whole numbers"),
            ({"tol": -1}, "tol: expected a number of at least 0, got -1"),
            ({"n_threads": 0}, "n_threads: expected a whole number from 1"),
            ({"rate": -1}, "rate: expected a number above 0"),
        ):
            with self.subTest(words), self.assertRaisesRegex(glia.Error, words):
                glia.GliaClassifier(**arguments).fit(x, y)
        with self.assertRaisesRegex(glia.Error, "loss: 'poisson' is not there"):
            glia.GliaRegressor("poisson").fit(x, y)
        for name in ("power_t", "max_fun", "colour"):
            with self.assertRaisesRegex(TypeError, f"GliaClassifier: {name}: "):
                glia.GliaClassifier(**{name: 1})

    def test_without_scikit_learn_a_sentence_says_what_to_do(self):
        hidden = (
            "import sys; sys.modules['sklearn.base'] = None\nimport glia\n"
            "try: glia.GliaClassifier\nexcept ImportError as error: print(error)"
        )
        said = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True)
        self.assertRegex(said.stdout, "glia.sklearn needs scikit-learn .*pip install scikit-learn")


class Classifier(Sklearn):
    def test_as_right_as_scikit_learn(self):
        for load in (load_wine, load_breast_cancer, load_digits):
            x, y = table(load)
            rows = slice(0, 600)
            scores = {}
            for estimator in (glia.GliaClassifier, MLPClassifier):
                model = estimator(random_state=1, max_iter=60, learning_rate_init=0.01)
                scores[estimator] = cross_val_score(model, x[rows], y[rows], cv=3).mean()
            self.assertGreater(
                scores[glia.GliaClassifier], scores[MLPClassifier] - 0.02, load.__name__
            )

    def test_attributes_have_scikit_learns_shapes(self):
        for load, outputs, ends in ((load_wine, 3, "softmax"), (load_breast_cancer, 1, "logistic")):
            x, y = table(load)
            ours = glia.GliaClassifier((8, 4), epochs=3, random_state=1).fit(x, y)
            theirs = MLPClassifier((8, 4), max_iter=3, random_state=1).fit(x, y)
            for one in ("coefs_", "intercepts_"):
                shapes = [a.shape for a in getattr(ours, one)]
                self.assertEqual(shapes, [a.shape for a in getattr(theirs, one)])
            for one in (
                "n_iter_",
                "n_layers_",
                "n_outputs_",
                "out_activation_",
                "n_features_in_",
                "t_",
            ):
                self.assertEqual(getattr(ours, one), getattr(theirs, one), one)
            self.assertEqual((ours.n_outputs_, ours.out_activation_), (outputs, ends))
            self.assertEqual(list(ours.classes_), list(theirs.classes_))
            self.assertEqual(len(ours.loss_curve_), 3)
            self.assertEqual(ours.loss_, ours.loss_curve_[-1])
            self.assertIsNone(ours.validation_scores_)

    def test_probabilities(self):
        for load in (load_wine, load_breast_cancer):
            x, y = table(load)
            model = glia.GliaClassifier((8,), epochs=5, random_state=1).fit(x, y)
            p = model.predict_proba(x)
            np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-12)
            self.assertTrue(np.array_equal(model.classes_[p.argmax(axis=1)], model.predict(x)))
            np.testing.assert_array_equal(model.predict_log_proba(x), np.log(p))
            hidden = np.maximum(x @ model.coefs_[0] + model.intercepts_[0], 0)
            z = hidden @ model.coefs_[1] + model.intercepts_[1]
            last = (
                1 / (1 + np.exp(-z[:, 0]))
                if z.shape[1] == 1
                else np.exp(z)[:, -1] / np.exp(z).sum(axis=1)
            )
            np.testing.assert_allclose(p[:, -1], last, rtol=1e-4, atol=1e-6)

    def test_the_first_step_is_scikit_learns(self):
        """Plain descent over all rows at once, from the same numbers: rate, alpha and cost mean the
        same."""
        x, y = table(load_wine)
        rows = np.column_stack([x[:, 0], x[:, 1] * 2])
        for activation in ("relu", "tanh", "logistic", "identity"):
            for alpha in (0.0, 20.0):
                chosen = {
                    "hidden_layer_sizes": (5,), "activation": activation, "solver": "sgd",
                    "alpha": alpha, "learning_rate_init": 0.1, "momentum": 0.0,
                    "batch_size": len(x), "random_state": 1, "warm_start": True,
                }  # fmt: skip
                ours = glia.GliaClassifier(epochs=1, **chosen)
                self._same_step(ours, MLPClassifier(max_iter=1, **chosen), x, y)
                ours = glia.GliaRegressor(epochs=1, **chosen)
                self._same_step(ours, MLPRegressor(max_iter=1, **chosen), x, rows)

    def _same_step(self, ours, theirs, x, y):
        ours.fit(x, y)
        theirs.fit(x, y)
        theirs.coefs_ = [np.array(c, dtype=float) for c in ours.coefs_]
        theirs.intercepts_ = [np.array(c, dtype=float) for c in ours.intercepts_]
        ours.fit(x, y)
        theirs.fit(x, y)
        told = ("coefs_",) if ours.alpha else ("coefs_", "intercepts_")  # alpha draws biases, too
        pairs = [zip(getattr(ours, one), getattr(theirs, one), strict=True) for one in told]
        for a, b in (pair for each in pairs for pair in each):
            np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-5)

    def test_words_as_classes_and_names_of_columns(self):
        import pandas

        x, y = table(load_wine)
        frame = pandas.DataFrame(x, columns=[f"c{i}" for i in range(x.shape[1])])
        words = np.array(["red", "white", "rosé"])[y]
        model = glia.GliaClassifier((8,), epochs=20, rate=0.03, random_state=1).fit(frame, words)
        self.assertEqual(list(model.feature_names_in_), list(frame.columns))
        self.assertEqual(sorted(model.classes_), ["red", "rosé", "white"])
        self.assertEqual(model.model_.classes, list(model.classes_))
        self.assertGreater(model.score(frame, words), 0.9)
        with self.assertRaisesRegex(ValueError, "feature names"):
            model.predict(frame[frame.columns[::-1]])

    def test_several_labels(self):
        x, y = table(load_wine)
        labels = np.column_stack([y == 0, y != 1, x[:, 0] > 0]).astype(int)
        model = glia.GliaClassifier((16,), epochs=60, rate=0.03, random_state=1).fit(x, labels)
        self.assertEqual(model.out_activation_, "logistic")
        self.assertEqual(model.predict(x).shape, labels.shape)
        self.assertGreater(model.score(x, labels), 0.9)
        self.assertTrue(((model.predict_proba(x) > 0.5) == model.predict(x)).all())

    def test_weights_of_classes_and_samples(self):
        x, y = table(load_breast_cancer)
        plain = glia.GliaClassifier((4,), epochs=5, random_state=1)
        heavy = clone(plain).set_params(class_weight={0: 50, 1: 1}).fit(x, y)
        self.assertGreater((heavy.predict(x) == 0).mean(), (plain.fit(x, y).predict(x) == 0).mean())
        by_sample = clone(plain).fit(x, y, sample_weight=np.where(y == 0, 50, 1))
        self.assertTrue(same(heavy, by_sample))
        balanced = clone(plain).set_params(class_weight="balanced").fit(x, y)
        of_rows = len(y) / (2 * np.bincount(y))
        self.assertTrue(same(balanced, clone(plain).fit(x, y, sample_weight=of_rows[y])))
        self.assertTrue(same(plain, clone(plain).fit(x, y, sample_weight=np.full(len(y), 3.0))))

    def test_partial_fit_goes_on_where_it_was(self):
        x, y = table(load_digits)
        model = glia.GliaClassifier((16,), random_state=1, learning_rate_init=0.01)
        with self.assertRaisesRegex(ValueError, "classes must be passed"):
            clone(model).partial_fit(x, y)
        for begin in list(range(0, 1500, 300)) * 4:
            model.partial_fit(x[begin : begin + 300], y[begin : begin + 300], classes=range(10))
        self.assertEqual((model.n_iter_, len(model.loss_curve_), model.t_), (1, 20, 6000))
        self.assertGreater(model.score(x[1500:], y[1500:]), 0.8)
        steps = model._moments["step"]
        self.assertEqual(steps, 40)  # Adam counts them over all calls
        few = copy.deepcopy(model).partial_fit(x[:7], y[:7])  # fewer rows, and not all classes
        self.assertEqual(few._moments["step"], steps + 1)
        twin = pickle.loads(pickle.dumps(model))
        self.assertTrue(
            same(model.partial_fit(x[:300], y[:300]), twin.partial_fit(x[:300], y[:300]))
        )
        with self.assertRaisesRegex(ValueError, "classes"):
            model.partial_fit(x[:10], np.full(10, 77))
        with self.assertRaisesRegex(glia.Error, "partial_fit: expected early_stopping=False"):
            glia.GliaClassifier(early_stopping=True).partial_fit(x, y, classes=range(10))

    def test_partial_fits_over_the_same_rows_are_a_fit(self):
        x, y = table(load_wine)
        whole = glia.GliaClassifier((8,), random_state=1, epochs=5, batch_size=32).fit(x, y)
        pieces = glia.GliaClassifier((8,), random_state=1, batch_size=32)
        for _ in range(5):
            pieces.partial_fit(x, y, classes=range(3))
        self.assertTrue(same(whole, pieces))

    def test_warm_start(self):
        x, y = table(load_wine)
        model = glia.GliaClassifier((8,), random_state=1, epochs=5, warm_start=True)
        first = model.fit(x, y).loss_
        self.assertLess(model.fit(x, y).loss_, first)
        self.assertEqual(len(model.loss_curve_), 10)
        self.assertEqual(model.n_iter_, 5)
        with self.assertRaisesRegex(ValueError, "warm_start can only be used"):
            model.fit(x[y < 2], y[y < 2])
        model.set_params(warm_start=False).fit(x, y)
        self.assertEqual(model.loss_, first)

    def test_early_stopping(self):
        x, y = table(load_digits)
        model = glia.GliaClassifier(
            (32,), random_state=1, early_stopping=True, n_iter_no_change=3, learning_rate_init=0.01
        ).fit(x, y)
        self.assertLess(model.n_iter_, 100)
        self.assertEqual(len(model.validation_scores_), model.n_iter_)
        self.assertEqual(model.best_validation_score_, max(model.validation_scores_))
        self.assertGreater(model.best_validation_score_, 0.9)
        self.assertIsNone(model.best_loss_)
        with self.assertRaisesRegex(glia.Error, "validation_fraction"):
            glia.GliaRegressor(early_stopping=True, validation_fraction=0.01).fit(x[:20], y[:20])

    def test_the_stop_by_tol(self):
        x, y = table(load_wine)
        model = glia.GliaClassifier((8,), random_state=1, tol=0.5, n_iter_no_change=4).fit(x, y)
        self.assertLess(model.n_iter_, 50)
        warnings.simplefilter("error", ConvergenceWarning)
        with self.assertRaisesRegex(ConvergenceWarning, "3 epochs are over"):
            glia.GliaClassifier((8,), random_state=1, max_iter=3).fit(x, y)
        glia.GliaClassifier((8,), random_state=1, epochs=3).fit(x, y)  # asked for, so no warning

    def test_glias_own(self):
        x, y = load_digits(return_X_y=True)
        x = x / 16
        network = glia.GliaClassifier(
            net="conv(4,3x3,same) relu maxpool(2) dense(10)", shape=(1, 8, 8), epochs=12, rate=0.02,
            optimizer="adamw", schedule="one_cycle", label_smoothing=0.05, random_state=1,
        ).fit(x, y)  # fmt: skip
        self.assertGreater(network.score(x, y), 0.9)
        self.assertFalse(hasattr(network, "coefs_"))
        self.assertEqual(network.model_.shape, (1, 8, 8))
        lesson = glia.GliaClassifier(net="16-16", activation="sigmoid", cost="squared", epochs=30,
                                     optimizer="sgd", rate=3, random_state=1).fit(x, y)  # fmt: skip
        self.assertEqual(lesson.out_activation_, "logistic")
        np.testing.assert_allclose(lesson.predict_proba(x).sum(axis=1), 1)
        self.assertGreater(lesson.score(x, y), 0.8)
        patient = glia.GliaClassifier((16,), epochs=200, patience=2, rate=0.03, random_state=1)
        self.assertLess(patient.fit(x, y).n_iter_, 200)

    def test_one_class_alone_and_a_sparse_matrix(self):
        from scipy.sparse import csr_matrix

        x, y = table(load_wine)
        alone = glia.GliaClassifier((4,), epochs=2).fit(x, np.full(len(x), "yes"))
        self.assertEqual(set(alone.predict(x)), {"yes"})
        self.assertEqual(alone.predict_proba(x).tolist(), [[1.0]] * len(x))
        with self.assertRaisesRegex(TypeError, "dense data is required"):
            glia.GliaClassifier().fit(csr_matrix(x), y)

    def test_not_fitted(self):
        with self.assertRaises(NotFittedError):
            glia.GliaClassifier().predict(np.zeros((1, 2)))
        self.assertFalse(hasattr(glia.GliaClassifier(), "coefs_"))

    def test_interrupted_it_keeps_what_was_learnt(self):
        x, y = table(load_wine)

        class Impatient(glia.GliaClassifier):
            def _loss_of(self, cost):
                if len(self.loss_curve_) == 3:
                    raise KeyboardInterrupt
                return cost

        with self.assertWarnsRegex(UserWarning, "Training interrupted by user."):
            model = Impatient((8,), random_state=1).fit(x, y)
        self.assertGreater(model.score(x, y), 0.2)


class Regressor(Sklearn):
    def test_as_near_as_scikit_learn(self):
        x, y = table(load_diabetes)
        y = (y - y.mean()) / y.std()
        ours, theirs = (
            cross_val_score(
                estimator(random_state=1, max_iter=60, learning_rate_init=0.01), x, y, cv=3
            ).mean()
            for estimator in (glia.GliaRegressor, MLPRegressor)
        )
        self.assertGreater(ours, theirs - 0.05)

    def test_several_numbers(self):
        x, y = table(load_diabetes)
        rows = np.column_stack([y / 100, -y / 50])
        model = glia.GliaRegressor(
            hidden_layer_sizes=(16,), random_state=1, early_stopping=True, rate=0.03
        ).fit(x, rows)
        self.assertEqual(model.predict(x).shape, rows.shape)
        self.assertEqual((model.n_outputs_, model.out_activation_), (2, "identity"))
        self.assertGreater(model.best_validation_score_, 0.2)

    def test_the_score_of_early_stopping_is_r2(self):
        x, y = table(load_diabetes)
        weights = np.random.default_rng(1).uniform(0, 2, len(y))
        short = glia.GliaRegressor(
            hidden_layer_sizes=(16,), random_state=1, early_stopping=True, max_iter=10, n_threads=1
        )

        class Long(glia.GliaRegressor):
            def _short_score(self, *_):
                return None

        long = Long(**short.get_params())
        for given in (None, weights):
            a, b = (
                m.fit(x, y / 100, sample_weight=given).validation_scores_ for m in (short, long)
            )
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)

    def test_robust_costs_and_weights(self):
        x, y = table(load_diabetes)
        for cost in ("absolute", "huber"):
            model = glia.GliaRegressor(
                hidden_layer_sizes=(16,), cost=cost, random_state=1, max_iter=100
            )
            model.fit(x, y / 100, sample_weight=np.ones(len(y)))
            self.assertGreater(model.score(x, y / 100), 0.3, cost)
        model = glia.GliaRegressor(hidden_layer_sizes=(4,), random_state=1)
        for _ in range(3):
            model.partial_fit(x, y / 100)
        self.assertLess(model.loss_curve_[-1], model.loss_curve_[0])


class Tools(Sklearn):
    def test_copies_answer_alike(self):
        x, y = table(load_wine)
        model = glia.GliaClassifier((8,), epochs=5, random_state=1).fit(x, y)
        for twin in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
            self.assertTrue(same(model, twin))
            np.testing.assert_array_equal(model.predict_proba(x), twin.predict_proba(x))
            self.assertEqual(twin.get_params(), model.get_params())
        self.assertFalse(hasattr(clone(model), "model_"))

    def test_equal_seeds_give_equal_coefficients_whatever_the_threads(self):
        x, y = table(load_digits)
        one = glia.GliaClassifier((128,), epochs=3, random_state=1, n_threads=1).fit(x, y)
        two = clone(one).set_params(n_threads=2).fit(x, y)
        other = clone(one).set_params(random_state=2).fit(x, y)
        self.assertTrue(same(one, two))
        self.assertFalse(same(one, other))
        generator = [
            clone(one).set_params(random_state=np.random.RandomState(5)).fit(x, y) for _ in "ab"
        ]
        self.assertTrue(same(*generator))

    def test_search_and_pipeline(self):
        x, y = load_wine(return_X_y=True)
        pipeline = make_pipeline(StandardScaler(), glia.GliaClassifier(epochs=20, random_state=1))
        grid = {"gliaclassifier__hidden_layer_sizes": [(2,), (8,)], "gliaclassifier__rate": [0.01]}
        alone, by_two = (
            GridSearchCV(pipeline, grid, cv=3, n_jobs=jobs).fit(x, y) for jobs in (1, 2)
        )
        self.assertEqual(alone.best_params_, by_two.best_params_)
        self.assertTrue(same(alone.best_estimator_[-1], by_two.best_estimator_[-1]))
        np.testing.assert_array_equal(
            alone.cv_results_["mean_test_score"], by_two.cv_results_["mean_test_score"]
        )
        self.assertGreater(alone.best_score_, 0.9)

    def test_the_model_is_a_model(self):
        x, y = table(load_wine)
        model = glia.GliaClassifier((8,), epochs=30, random_state=1).fit(x, y)
        told = np.asarray(model.model_.classes)[model.model_.predict(x)].astype(int)
        np.testing.assert_array_equal(told, model.predict(x))


if __name__ == "__main__":
    unittest.main()
