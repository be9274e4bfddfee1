#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "glia/augment.h"
#include "glia/column.h"
#include "glia/export.h"
#include "glia/features.h"
#include "glia/input_form.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

// Labelled examples in memory, columns of numbers. Inputs are bytes (images, kept as they came and
// scaled when a batch is made) or floats, perhaps made from recordings that are kept beside them;
// answers are classes, or rows of wanted outputs. Immutable once made; copies share the numbers.
class Dataset {
 public:
  Dataset() = default;
  // Of columns with as many rows: "input", bytes or floats; "label", whole numbers below `classes`,
  // or "target", floats; of sequences perhaps "length", whole numbers (see with_lengths()); perhaps
  // "weight", floats (see with_weights()). Throws Error that says what is wrong with which. Labels
  // are kept as bytes where these hold them.
  static Dataset of(std::vector<Column> columns, int classes = 0, std::string name = "");
  // inputs: size() × shape. Throws Error unless every size fits and labels are in [0, classes).
  static Dataset images(const Shape& shape, std::vector<std::uint8_t> inputs,
                        std::vector<std::uint8_t> labels, int classes, std::string name = "");
  static Dataset labelled(const Shape& shape, Column::Numbers inputs, Column::Numbers labels,
                          int classes, std::string name = "");
  static Dataset rows(const Shape& shape, std::vector<float> inputs, const Shape& target_shape,
                      std::vector<float> targets, std::string name = "");
  // waves: what trimmed() gave. The inputs are their spectrograms, features.shape() each.
  static Dataset recordings(const Features& features, const std::vector<std::vector<float>>& waves,
                            Column::Numbers labels, int classes, std::string name = "");

  // As it was made, whatever rows this view has and in what order; null when there is none.
  const Column* column(std::string_view name) const& noexcept;
  const Column* column(std::string_view name) const&& = delete;

  std::int64_t size() const noexcept { return static_cast<std::int64_t>(index_.size()); }
  const Shape& shape() const& noexcept { return shape_; }  // of one sample
  Shape shape() const&& { return shape_; }
  int classes() const noexcept { return classes_; }  // 0: targets are rows
  std::int64_t target_width() const noexcept { return target_width_; }
  const std::string& name() const& noexcept { return name_; }
  std::string name() const&& { return name_; }
  bool labelled() const noexcept { return classes_ > 0; }

  // What the wanted outputs are, found in one pass over those that are rows.
  struct Targets {
    float low = 0, high = 1;  // the least and the greatest
    // Each names one class: a label, or a row of a single 1 among zeros; rows of one number say no
    // and yes by 0 and 1.
    bool classes = true;
  };
  Targets targets() const noexcept;

  int label(std::int64_t i) const noexcept;  // -1 without labels
  // What the labels mean, a name for each class; none where they are only numbers.
  const std::vector<std::string>& class_names() const& noexcept;
  std::vector<std::string> class_names() const&& { return class_names(); }
  // Writes sample i's inputs as the network sees them: bytes become value·(1/255), in [0, 1].
  void input(std::int64_t i, float* out) const noexcept;
  void target(std::int64_t i, float* out) const noexcept;               // one-hot for a label
  std::span<const std::uint8_t> bytes(std::int64_t i) const& noexcept;  // empty when floats
  std::span<const std::uint8_t> bytes(std::int64_t i) const&& = delete;
  std::span<const float> wave(std::int64_t i) const& noexcept;  // empty unless recordings
  std::span<const float> wave(std::int64_t i) const&& = delete;
  const Features* features() const& noexcept;  // null unless recordings
  const Features* features() const&& = delete;

  // Samples of frames × numbers that are sequences of different lengths: so many frames of each
  // count, from the first, and the others are padding, whatever they hold. Without lengths all
  // count; recordings have those of their spectrograms. Throws Error unless there is one for each
  // sample, from 1 to the shape's frames.
  Dataset with_lengths(const std::vector<std::int64_t>& lengths) const;
  bool has_lengths() const noexcept { return length_ != nullptr; }
  std::int64_t length(
      std::int64_t i) const noexcept;  // of sample i; without lengths all its frames

  // How much each sample counts, 0 or more: its cost, and so its gradient, are multiplied by it.
  // What learns scales the weights so that their mean over the set is 1; twice the weights are the
  // same weights, a learning rate keeps its meaning, and a sample of weight 2 counts as if it were
  // there twice. A batch's gradient is Σ w·∂C divided by how many samples it has, so that a sample
  // pulls alike whatever lies in the batch beside it. (scikit-learn and PyTorch's weighted mean
  // divide by Σ w of the batch, which is the same over the whole set.) Evaluation: see there.
  // Throws Error unless there is one for each sample, finite, and one above 0.
  Dataset with_weights(const std::vector<float>& weights) const;
  bool has_weights() const noexcept { return weight_ != nullptr; }
  float weight(std::int64_t i) const noexcept;  // of sample i; 1 without weights
  // Each sample's weight times that of its class, "balanced" or by name, "cat=2,dog=0.5", where
  // classes without one have 1. Balanced is n/(K·n_c), as scikit-learn has it, n being how many
  // samples there are, n_c those of the class and K how many classes have any: all classes then
  // count alike. Throws Error where there are no labels, or it says something else.
  Dataset with_class_weights(std::string_view weights) const;

  // Views of the same numbers. Throw Error when asked for samples that are not there.
  Dataset first(std::int64_t n) const;  // n from 1 to size()
  Dataset subset(std::vector<std::uint32_t> indices) const;
  // With these names; throws Error unless there is one for each class, or each number of a target,
  // or none. `numbered`: who made the set numbers the classes too, as a network may that has no
  // names for them.
  Dataset with_class_names(std::vector<std::string> names, bool numbered = false) const;
  // For a network that tells apart the classes `known`: each label becomes the place of its class's
  // name among them, so that data may have fewer classes, and in another order. Throws Error that
  // names the classes of samples that the network does not know. Where either has no names, or the
  // set numbers its classes and the network knows them as "0", "1", …, as it is: by place.
  Dataset matched_to(const std::vector<std::string>& known) const;
  bool by_place(const std::vector<std::string>& known) const;  // whether it is so
  // The same labels as often, on other samples: nothing is left to learn but by heart.
  Dataset with_shuffled_labels(std::uint64_t seed) const;
  // Class-balanced: `fraction` (in (0, 1), rounded to whole samples) of every class to the second;
  // both keep the order. Reproducible from the seed.
  std::pair<Dataset, Dataset> split(double fraction, std::uint64_t seed) const;

  std::uint64_t digest()
      const noexcept;  // of shapes, inputs, lengths, weights and answers, in order
  std::vector<bool> constant_inputs() const;  // inputs that never vary in this set

 private:
  friend class DataBytes;
  friend class Loader;
  struct Waves;
  Dataset with_targets_of(const std::vector<std::string>& known) const;
  Dataset with(std::shared_ptr<const Column> Dataset::*which, Column column) const;

  std::vector<std::uint32_t> index_;  // of each sample, its row in the columns
  std::shared_ptr<const Column> input_, label_, target_, length_, weight_;  // null: there is none
  std::shared_ptr<const Waves> waves_;                                      // of recordings
  std::shared_ptr<const std::vector<std::string>> class_names_;             // null: none
  Shape shape_;
  std::int64_t target_width_ = 0;
  int classes_ = 0;
  bool numbered_ = false;
  std::string name_;
};

enum class Part : std::uint8_t { train, validation, test };

// Whether files of a folder that are damaged stop the reading or are left out of the set.
enum class Damaged { refused, left_out };
struct LeftOut {
  std::string file, why;
};

struct DataSplit {
  Dataset train = {};                     // without samples when there are only some to test on
  Dataset test = {};                      // without samples when the set has none to test on
  Dataset validation = {};                // without samples when the set does not say
  std::vector<std::string> classes = {};  // their names; empty: "0", "1", …
  bool synthetic = false;                 // a machine made all of it: say so wherever it is shown
  InputForm form = {};                    // how its examples were prepared, where they were
  std::string note = {};                  // what is to be said of it; mostly empty
  std::vector<LeftOut> left_out = {};     // with Damaged::left_out
  std::string only_tests = {};  // why `train` is without samples, and what to do; else empty
  std::string many = "images";  // what its examples are
  bool answered = true;         // whether it says what each is
  struct Files {
    std::vector<std::string> train = {}, validation = {}, test = {};  // one a sample, or none
  };
  Files files = {};  // where each example is a file of its own

  DataSplit matched_to(const std::vector<std::string>& known) const;  // every part
};

// A set by its name ("mnist", "fashion-mnist", "fsdd"), "speech:FOLDER" (see speech.h),
// "folder:DIR" (see picture_set.h): what a Source knows (see source.h). A name is looked for in
// `dir` and in its folder NAME when `dir` is given, and nowhere else; without one in $GLIA_DATA,
// then in the user's data folder
// ($XDG_DATA_HOME or ~/.local/share)/glia/NAME, then in the system's. Files may be plain or
// gzipped. Throws Error that lists each file and where to put it when some are missing; those to
// learn from may be.
//
// Where the files of a named set are not those that its makers published, split.note says so; they
// are read all the same. `swapped`: each picture's rows are its columns, as EMNIST has them.
enum class Axes { as_stored, swapped };
DataSplit load_dataset(const std::string& name, const std::string& dir = "",
                       Axes axes = Axes::as_stored);

// The names that load_dataset() knows.
std::vector<std::string> dataset_names();

// Fetches a set, checks it, puts it into `dir` (default: the user's data folder) and returns that
// folder. What is already there and whole is not fetched again. `progress` is told what is being
// done, a line at a time. `from`: a folder with the files, for "fsdd" also a git repository, for
// others also an archive or the URL of one; without it $GLIA_FROM, then the places that are known,
// one after the other. Throws Error that says what failed and what to do by hand.
std::string fetch_dataset(const std::string& name, const std::string& dir = "",
                          const std::function<void(const std::string&)>& progress = {},
                          const std::string& from = "");

}  // namespace glia
