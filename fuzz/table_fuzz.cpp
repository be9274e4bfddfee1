// Any bytes are a table that can be learnt from, or an Error. The first says what is asked of it.
#include <zip.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "fuzz.h"
#include "glia/error.h"
#include "glia/table.h"
#include "glia/table_form.h"
#include "glia/table_set.h"

namespace {

using namespace glia;

constexpr std::int64_t kMostRows = 1000;
constexpr std::size_t kMostColumns = 100;

void expect_whole(const Table& table) {
  fuzz::expect(table.rows > 0 && !table.columns.empty(), "rows and columns");
  for (const Table::Column& column : table.columns) {
    const std::size_t cells = column.of_words() ? column.words.size() : column.numbers.size();
    fuzz::expect(std::cmp_equal(cells, table.rows), "as many cells as rows");
    for (const float x : column.numbers) fuzz::expect(!std::isinf(x), "no infinity");
    for (const std::int32_t word : column.words) {
      fuzz::expect(word >= -1 && std::cmp_less(word, column.vocabulary.size()), "known words");
    }
  }
}

// A choice is a bit or two of what was drawn.
class Drawn {
 public:
  explicit Drawn(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t below(std::uint32_t many) {
    const std::uint32_t value = bits_ % many;
    bits_ /= many;
    return value;
  }
  const std::string& column(const Table& table) {
    return table.columns[below(static_cast<std::uint32_t>(table.columns.size()))].name;
  }

 private:
  std::uint32_t bits_;
};

TableTask task_on(const Table& table, Drawn drawn) {
  TableTask task;
  task.target = {drawn.below(8) == 7 ? "" : drawn.column(table)};
  if (drawn.below(4) == 3) task.target.push_back(drawn.column(table));
  task.scaling = static_cast<Scaling>(drawn.below(4));
  task.missing = static_cast<Missing>(drawn.below(3));
  task.division = static_cast<Division>(drawn.below(4));
  if (task.division != Division::fraction) task.divided_by = drawn.column(table);
  task.test = std::array{0.0, 0.2, 0.5}[drawn.below(3)];
  if (drawn.below(4) == 3) task.weights = drawn.column(table);
  if (const std::uint32_t which = drawn.below(3); which > 0) task.classes = which == 1;
  if (drawn.below(4) == 3) task.separator = drawn.below(2) == 0 ? ';' : '\0';
  return task;
}

void expect_finite(const Dataset& data) {
  if (data.size() == 0) return;
  std::vector<float> numbers(static_cast<std::size_t>(data.shape().elements()));
  std::vector<float> wanted(static_cast<std::size_t>(data.target_width()));
  for (std::int64_t i = 0; i < data.size(); ++i) {
    data.input(i, numbers.data());
    data.target(i, wanted.data());
    for (const float x : numbers) fuzz::expect(std::isfinite(x), "finite inputs");
    for (const float x : wanted) fuzz::expect(std::isfinite(x), "finite targets");
  }
}

// What was learnt also goes the way of a network that has learnt it.
void try_out(const Table& table, const TableTask& task) {
  try {
    const DataSplit split = learn_table(table, task);
    fuzz::expect(split.train.size() > 0 && split.form.table(), "rows to learn from");
    expect_finite(split.train);
    expect_finite(split.test);
    expect_finite(apply_table(table, *split.form.table(), split.classes));
  } catch (const Error&) {
  }
  try {
    for (const DataSplit& fold : folds(table, task, 3)) expect_finite(fold.test);
  } catch (const Error&) {
  }
}

fuzz::Bytes zip_of(const std::vector<std::pair<std::string, fuzz::Bytes>>& files) {
  zip_error_t error{};
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* const zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  for (const auto& [name, bytes] : files) {
    zip_source_t* const source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    zip_file_add(zip, name.c_str(), source, 0);
  }
  zip_close(zip);
  fuzz::Bytes all(std::size_t{1} << 16);
  zip_source_open(target);
  all.resize(static_cast<std::size_t>(zip_source_read(target, all.data(), all.size())));
  zip_source_close(target);
  zip_source_free(target);
  return all;
}

fuzz::Bytes npy_of(const std::string& type, const std::string& shape, const fuzz::Bytes& numbers) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + "}";
  header.resize(53, ' ');
  fuzz::Bytes all = fuzz::bytes_of(std::string("\x93NUMPY\x01\x00", 8));
  all.push_back(static_cast<std::uint8_t>(header.size() + 1));
  all.push_back(0);
  header += '\n';
  all.insert(all.end(), header.begin(), header.end());
  all.insert(all.end(), numbers.begin(), numbers.end());
  return all;
}

fuzz::Bytes in_utf16(const std::string& text, bool big_endian) {
  fuzz::Bytes all = big_endian ? fuzz::Bytes{0xFE, 0xFF} : fuzz::Bytes{0xFF, 0xFE};
  for (const char c : text) {
    const auto low = static_cast<std::uint8_t>(c);
    all.insert(all.end(), {big_endian ? std::uint8_t{0} : low, big_endian ? low : std::uint8_t{0}});
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kDrawn = 4;
  if (size < kDrawn) return 0;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < kDrawn; ++i) bits = bits << 8 | data[i];
  Table table;
  try {
    table = decode_table({data + kDrawn, size - kDrawn}, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  expect_whole(table);
  if (table.rows > kMostRows || table.columns.size() > kMostColumns) return 0;
  try_out(table, task_on(table, Drawn(bits)));
  return 0;
}

std::vector<fuzz::Bytes> glia::fuzz::seeds() {
  const std::string plain =
      "date,size,colour,kinds,large\n2024-01-02,1.5,red,a;b,0\n2024-01-03,2,blue,a,0\n"
      "2024-02-01,,red,b,1\n2024-02-03,3e1,?,b;c,1\n2024-03-05,5,\"dark\nblue\",c,0\n"
      "2024-03-06,-6,blue,a;c,1\n";
  const std::string german = "Größe;Farbe\r\n1,5;rot\r\n2,25;blau\r\n3,5;rot\r\n4,0;blau\r\n";
  const Bytes squares = npy_of("|u1", "(4, 3)", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  const Bytes labels = npy_of("<i2", "(4,)", {0, 0, 1, 0, 0, 0, 1, 0});
  const std::vector<Bytes> files{
      bytes_of(plain),
      bytes_of(german),
      bytes_of("1\t2\t0\n3\t4\t1\n5\t6\t0\n7\t8\t1\n"),
      in_utf16(plain, false),
      in_utf16(german, true),
      squares,
      npy_of(">f4", "(3,2)", {0x3F, 0x80, 0, 0, 0,    0,    0, 0, 0x40, 0,    0, 0,
                              0x7F, 0xC0, 0, 0, 0x40, 0x40, 0, 0, 0xBF, 0x80, 0, 0}),
      zip_of({{"x.npy", squares}, {"y.npy", labels}}),
      zip_of({{"x_train.npy", squares},
              {"x_test.npy", squares},
              {"y_train.npy", labels},
              {"y_test.npy", labels}}),
      {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6},
      {0, 0, 11, 1, 0, 0, 0, 3, 0, 7, 0, 2, 0xFF, 1}};
  std::vector<Bytes> all;
  std::uint32_t bits = 1;
  for (const Bytes& file : files) {
    for (int i = 0; i < 4; ++i) {
      bits = bits * 1664525 + 1013904223;
      Bytes& seed = all.emplace_back();
      for (const int shift : {24, 16, 8, 0}) {
        seed.push_back(static_cast<std::uint8_t>(bits >> shift));
      }
      seed.insert(seed.end(), file.begin(), file.end());
    }
  }
  return all;
}
