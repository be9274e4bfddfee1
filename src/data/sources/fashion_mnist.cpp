// Clothes from Zalando's shop, light on black, in the files and the size of MNIST (Xiao, Rasul,
// Vollgraf, 2017).
#include "data/sources/idx_source.h"
#include "data/sources/sources.h"

namespace glia::sources {

const Source& fashion_mnist() {
  // Clothes stand upright, and left is as right.
  static const IdxSource source(
      {.name = "fashion-mnist",
       .classes = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt",
                   "Sneaker", "Bag", "Ankle boot"},
       .files = {{
           {"train-images-idx3-ubyte",
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"},
           {"train-labels-idx1-ubyte",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"},
           {"t10k-images-idx3-ubyte",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"},
           {"t10k-labels-idx1-ubyte",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"},
       }},
       .train = 0x1500dee65eafd298,
       .test = 0x8b8db643aa9f6712,
       .apt_package = "dataset-fashion-mnist",
       .system_folder = "/usr/share/datasets/fashion-mnist"},
      {.place = "fashion-mnist",
       .help = "fashion-mnist",
       .model = "fashion-mnist",
       .many = "pictures",
       .augment = "shift=2,flip=1"},
      PictureForm{.size = 28, .grey = true});
  return source;
}

}  // namespace glia::sources
