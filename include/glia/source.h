#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/input_form.h"
#include "glia/table_set.h"

namespace GLIA_EXPORT glia {

// How a person wants a set read. Each source tells which of the choices it takes.
struct Reading {
  std::string dir = {};  // where its files lie; empty: where load_dataset() looks
  int threads = 1;       // never changes the result
  Damaged damaged = Damaged::refused;
  Axes axes = Axes::as_stored;
  std::optional<int> picture_size = {};
  bool grey = false;            // else RGB, unless every picture is grey
  std::string hold_out = {};    // the speaker who alone validates
  TableTask table = {};         // what is to be learnt from a table, or was
  std::string test_table = {};  // another file, whose rows test
  // For a network that has learnt: `form` is that of its inputs, and there may be examples of one
  // class alone. Where the data is `unseen`, as it can have learnt from none of it, all may test.
  bool testing = false, unseen = false;
  InputForm form = {};
  // Told from the calling thread now and then how many examples are read; must not throw.
  std::function<void(std::int64_t read, std::int64_t all)> progress = {};
};
enum class Choice : std::uint8_t { damaged, axes, picture_form, hold_out, table };

// A file that lies in memory, wherever it came from.
struct FileBytes {
  std::string name;  // of the file, perhaps with folders before it
  std::vector<std::uint8_t> bytes;
};

// What is told of a set: numbers by name, and the same in words.
struct Description {
  struct Fact {
    using Value = std::variant<std::int64_t, double, std::vector<std::int64_t>, std::vector<Fact>>;
    std::string name = {};
    Value value = {};
  };
  struct Sentence {
    std::string begin = {}, strong = {}, end = {};  // `strong` is not to be overlooked
  };
  struct Part {
    std::string name = {}, purpose = {};      // "train", "learning"
    std::vector<std::int64_t> examples = {};  // of each class
  };
  struct Table {
    std::vector<std::string> head = {};
    std::vector<std::vector<std::string>> rows = {};
  };

  std::string name = {};
  std::optional<bool> synthetic = {};  // where a machine may have made it: whether one did
  Shape shape = {};                    // of one example
  int class_count = 0;
  std::vector<std::string> classes = {};  // their names; none where they are only numbers
  std::vector<Part> parts = {};
  std::vector<Fact> facts = {};  // of this kind of data
  std::vector<Sentence> sentences = {};
  std::vector<Table> tables = {};
  std::string note = {};
  std::optional<std::vector<LeftOut>> left_out = {};  // where damaged files may be
  std::uint64_t digest = 0;                           // of what is learnt from
};

enum class Sense : std::uint8_t { sees, hears, reads };

// Where data come from, one of each kind or name: what nobody else needs to know of them.
class Source {
 public:
  struct Words {
    std::string_view place;  // what a person writes: "mnist", "folder:DIR"
    std::string_view help;   // the same, in help: "folder:DIR with pictures"
    std::string_view model;  // what a network that learnt from it is called: "digits"; empty: as it
    std::string_view many;   // what its examples are: "pictures"
    // Changes that keep the meaning of its examples, in parse_augment()'s words; empty: any.
    std::string_view augment = {};
  };

  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  // "mnist"; of one that reads a folder what stands before it, "folder:".
  virtual std::string_view name() const = 0;
  virtual bool is_mine(std::string_view name) const;
  bool reads_folders() const { return name().ends_with(':'); }
  virtual Words words() const = 0;
  virtual Sense sense() const = 0;
  virtual bool takes(Choice choice) const = 0;
  // How a file becomes an example like those of the set, where they come in a form of their own.
  virtual InputForm form() const { return {}; }
  // How much a folder, or a file, looks like one of its own: 0 not at all.
  virtual int likes(const std::string& /*folder*/) const { return 0; }
  // What a network that learnt from it is called, as a file's name without an ending.
  std::string model_name(const std::string& name) const;

  // All throw Error that says what is wrong and what to do. The name is one of its own.
  virtual DataSplit load(const std::string& name, const Reading& reading) const = 0;
  // The same out of the bytes of the set's files, which need no file system and no other program.
  // By default throws Error{unsupported}.
  virtual DataSplit decode(std::vector<FileBytes> files, const Reading& reading) const;
  virtual Description describe(const std::string& name, const Reading& reading) const = 0;
  // See fetch_dataset(). By default there is nothing to fetch.
  using Say = std::function<void(const std::string&)>;
  virtual std::string fetch(const std::string& name, const std::string& dir, const Say& say,
                            const std::string& from) const;
};

// Every source that the library has, in the order in which people are told of them.
const std::vector<const Source*>& all_sources();
const Source* find_source(std::string_view name);  // null where the name is nobody's
const Source& source_of(std::string_view name);    // throws Error, with the nearest name

}  // namespace glia
