// Any bytes are an IDX file, plain or gzipped, or an Error.
#include <zlib.h>

#include "data/idx.h"
#include "fuzz.h"
#include "glia/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const int rank : {1, 3}) {
    try {
      const glia::IdxFile idx = glia::decode_idx({data, data + size}, "fuzz", rank);
      glia::fuzz::expect(std::ssize(idx.bytes) == idx.shape.elements(), "all that it declares");
    } catch (const glia::Error&) {
    }
  }
  return 0;
}

std::vector<glia::fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all{{0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1},
                         {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 9, 8, 7, 6}};
  for (const std::size_t i : {0U, 1U}) {
    const MemoryFile zipped;
    const gzFile out = gzopen(zipped.path().c_str(), "wb");
    gzwrite(out, all[i].data(), static_cast<unsigned>(all[i].size()));
    gzclose(out);
    all.push_back(zipped.bytes());
  }
  return all;
}
