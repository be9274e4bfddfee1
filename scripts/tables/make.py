"""Writes scikit-learn's small tables as CSV files into a folder, for the tests and for people to try.

python make.py FOLDER [NAME ...]: wine, breast_cancer, digits, iris (classes), diabetes, friedman1
(a number). The last column is the target.
"""
import csv
import pathlib
import sys

from sklearn import datasets


def of_classes(load):
    data = load()
    names = [str(name) for name in data.feature_names]
    return names, data.data, [str(data.target_names[t]) for t in data.target]


def diabetes():
    data = datasets.load_diabetes(scaled=False)
    return list(data.feature_names), data.data, data.target.tolist()


def friedman1():
    data, target = datasets.make_friedman1(n_samples=1000, noise=1.0, random_state=1)
    return [f"x{i}" for i in range(data.shape[1])], data, target.tolist()


TABLES = {
    "wine": lambda: of_classes(datasets.load_wine),
    "breast_cancer": lambda: of_classes(datasets.load_breast_cancer),
    "digits": lambda: of_classes(datasets.load_digits),
    "iris": lambda: of_classes(datasets.load_iris),
    "diabetes": diabetes,
    "friedman1": friedman1,
}


def rows_of(name):
    """Column names with "target" at their end, and rows of numbers and words."""
    names, data, target = TABLES[name]()
    return [*names, "target"], [[*map(float, x), t] for x, t in zip(data, target)]


def write(path, head, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([f"{v:.9g}" if isinstance(v, float) else v for v in row] for row in rows)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for table in sys.argv[2:] or TABLES:
        write(folder / f"{table}.csv", *rows_of(table))
