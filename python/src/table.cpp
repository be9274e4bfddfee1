#include "table.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "glia/error.h"
#include "glia/settings.h"
#include "glia/table_set.h"
#include "pickled.h"

namespace glia::python {
namespace {

// Words by their places in the vocabulary, which is sorted.
void add_words(Table::Column& column, nb::handle cells) {
  std::vector<std::string> words;
  for (const nb::handle cell : cells) {
    if (!cell.is_none()) words.push_back(nb::cast<std::string>(cell));
  }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (const nb::handle cell : cells) {
    std::int32_t place = -1;
    if (!cell.is_none()) {
      const auto at = std::ranges::lower_bound(words, nb::cast<std::string>(cell));
      place = static_cast<std::int32_t>(at - words.begin());
    }
    column.words.push_back(place);
  }
  column.vocabulary = std::move(words);
}

Table of_columns(nb::handle columns, const std::string& name) {
  Table table{.name = name, .rows = -1};
  const auto found = nb::cast<nb::dict>(helper("columns", columns));
  for (const auto& [key, cells] : found) {
    Table::Column column{.name = nb::cast<std::string>(key)};
    if (nb::isinstance<nb::list>(cells)) {
      add_words(column, cells);
    } else {
      column.numbers = floats_of(cells, column.name.c_str());
    }
    const auto rows = column.of_words() ? std::ssize(column.words) : std::ssize(column.numbers);
    if (table.rows >= 0 && rows != table.rows) {
      throw Error(ErrorCode::shape_mismatch,
                  "column '" + column.name + "': expected " + std::to_string(table.rows) +
                      " rows as the others have, got " + std::to_string(rows));
    }
    table.rows = rows;
    table.columns.push_back(std::move(column));
  }
  if (table.rows <= 0) {
    throw Error(ErrorCode::invalid_argument, "table: expected columns with rows, got none");
  }
  return table;
}

nb::object cells_of(const Table& table, const std::string& name) {
  const Table::Column& column = table.column(name);
  if (!column.of_words()) return array_of(column.numbers);
  nb::list words;
  for (const std::int32_t word : column.words) {
    if (word < 0) {
      words.append(nb::none());
    } else {
      words.append(column.vocabulary[static_cast<std::size_t>(word)]);
    }
  }
  return words;
}

nb::tuple state_of_table(const Table& table) {
  nb::list columns;
  for (const Table::Column& column : table.columns) {
    columns.append(nb::make_tuple(column.name, array_of(column.numbers), array_of(column.words),
                                  column.vocabulary));
  }
  return nb::make_tuple(table.name, table.rows, table.first_row, columns);
}

Table table_of_state(const nb::tuple& state) {
  Table table{.name = nb::cast<std::string>(nb::handle(state[0])),
              .rows = nb::cast<std::int64_t>(nb::handle(state[1])),
              .first_row = nb::cast<std::int64_t>(nb::handle(state[2]))};
  for (const nb::handle column : nb::cast<nb::list>(nb::handle(state[3]))) {
    const std::vector<std::int64_t> words = wholes_of(nb::object(column[2]), "words");
    table.columns.push_back(
        {.name = nb::cast<std::string>(nb::handle(column[0])),
         .numbers = floats_of(nb::object(column[1]), "numbers"),
         .words = {words.begin(), words.end()},
         .vocabulary = nb::cast<std::vector<std::string>>(nb::handle(column[3]))});
  }
  return table;
}

std::vector<std::string> names_of(nb::handle names) {
  if (nb::isinstance<nb::str>(names)) return names_in(nb::cast<std::string>(names));
  return nb::cast<std::vector<std::string>>(names);
}

DataSplit learn(nb::handle table, nb::handle target, nb::handle ignored,
                const std::optional<std::string>& target_kind, const std::string& scaling,
                const std::string& missing, const std::string& division,
                const std::string& divided_by, const std::string& tested, double test,
                const std::string& sample_weights, std::uint64_t seed, nb::handle tests) {
  TableTask task{.target = names_of(target),
                 .ignored = names_of(ignored),
                 .scaling = scaling_named(scaling),
                 .missing = missing_named(missing),
                 .division = division_named(division),
                 .divided_by = divided_by,
                 .tested = tested,
                 .test = test,
                 .weights = sample_weights,
                 .seed = seed};
  if (target_kind) {
    const TargetKind kind = target_kind_named(*target_kind);
    task.classes = kind != TargetKind::numbers;
  }
  const Table rows = table_of(table);
  if (tests.is_none()) {
    const nb::gil_scoped_release release;
    return learn_table(rows, task);
  }
  const Table others = table_of(tests);
  const nb::gil_scoped_release release;
  return learn_table(rows, others, task);
}

}  // namespace

bool is_table(nb::handle data) {
  const bool path = PyUnicode_Check(data.ptr()) || nb::hasattr(data, "__fspath__");
  return path || nb::isinstance<Table>(data) || PyDict_Check(data.ptr()) ||
         (nb::hasattr(data, "columns") && nb::hasattr(data, "to_numpy"));
}

Table table_of(nb::handle data) {
  Table table;
  if (nb::try_cast<Table>(data, table)) return table;
  return of_columns(data, "");
}

void bind_table(nb::module_& module) {
  nb::class_<Table>(module, "Table",
                    "A table as a person keeps it: named columns of numbers or words."
                    "\n\n"
                    ">>> table = glia.Table({\"age\": [3, 5, 9, 12], \"kind\": [\"cat\", \"dog\", "
                    "\"dog\", None]})\n"
                    ">>> table\n"
                    "glia.Table(4 rows, 2 columns)\n"
                    ">>> table[\"kind\"]\n"
                    "['cat', 'dog', 'dog', None]")
      .def(
          "__init__",
          [](Table* self, nb::handle columns, const std::string& name) {
            new (self) Table(of_columns(columns, name));
          },
          nb::arg("columns"), nb::arg("name") = "",
          nb::sig("def __init__(self, columns: typing.Any, name: str = '') -> None"),
          "columns: a pandas frame, or a dict of columns by name: numbers, NaN where one is "
          "missing,\n"
          "or words, None where one is missing.")
      .def_prop_ro("name", [](const Table& t) { return t.name; })
      .def("__len__", [](const Table& t) { return t.rows; })
      .def_prop_ro("columns",
                   [](const Table& t) {
                     std::vector<std::string> names;
                     for (const Table::Column& column : t.columns) names.push_back(column.name);
                     return names;
                   })
      .def("__getitem__", &cells_of, nb::arg("column"),
           nb::sig("def __getitem__(self, column: str, /) -> "
                   "numpy.typing.NDArray[numpy.float32] | list[str | None]"),
           "A column's cells. Raises NotFoundError with the nearest names.")
      .def("__getstate__", &state_of_table, nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Table& self, const nb::tuple& state) { new (&self) Table(table_of_state(state)); },
          nb::sig(kStateIn))
      .def("__copy__", [](const Table& t) { return t; })
      .def("__repr__", [](const Table& t) {
        return "glia.Table(" + std::to_string(t.rows) + " rows, " +
               std::to_string(t.columns.size()) + " columns" +
               (t.name.empty() ? ")" : ", '" + t.name + "')");
      });
  module.def(
      "read_table",
      [](nb::handle file) {
        const std::string path = path_of(file);
        const nb::gil_scoped_release release;
        return read_table(path);
      },
      nb::arg("file"), nb::sig("def read_table(file: str | os.PathLike[str]) -> Table"),
      "A table out of a file, known by its content: CSV, a numpy array, an IDX file; also "
      "gzipped.\n"
      "Raises FormatError that names row and column.");
  module.def(
      "learn_table", &learn, nb::arg("table"), nb::arg("target"), nb::kw_only(),
      nb::arg("ignored") = nb::tuple(), nb::arg("target_kind") = nb::none(),
      nb::arg("scaling") = "standard", nb::arg("missing") = "mean",
      nb::arg("division") = "fraction", nb::arg("divided_by") = "", nb::arg("tested") = "test",
      nb::arg("test") = 0.2, nb::arg("sample_weights") = "", nb::arg("seed") = 1,
      nb::arg("tests") = nb::none(),
      nb::sig(
          "def learn_table(table: typing.Any, target: str | collections.abc.Sequence[str], *, "
          "ignored: str | collections.abc.Sequence[str] = (), target_kind: "
          "typing.Literal['classes', 'numbers'] | None = None, scaling: "
          "typing.Literal['none', 'standard', 'min_max', 'robust'] = 'standard', missing: "
          "typing.Literal['mean', 'median', 'refused'] = 'mean', division: "
          "typing.Literal['fraction', 'value', 'time', 'group'] = 'fraction', divided_by: str = "
          "'', tested: str = 'test', test: float = 0.2, sample_weights: str = '', seed: int = 1, "
          "tests: typing.Any = None) -> DataSplit"),
      "Rows to learn from and rows to test on, prepared as the first have taught it.\n\n"
      "table: a Table, a pandas frame or a dict of columns. target: one column of classes, or one "
      "or\n"
      "several of numbers. test: the part of the rows that is never learnt from. tests: another\n"
      "table to test on. A Model made of what this gives learns and answers in the table's own "
      "form."
      "\n\n"
      ">>> table = {\"age\": list(range(20)), \"kind\": [\"cat\", \"dog\"] * 10}\n"
      ">>> split = glia.learn_table(table, \"kind\")\n"
      ">>> len(split.train), len(split.test), split.classes\n"
      "(16, 4, ['cat', 'dog'])");
}

}  // namespace glia::python
