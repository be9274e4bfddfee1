#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <iterator>
#include <utility>
// libjpeg's headers need FILE and size_t before them.
#include <jpeglib.h>
// And this one needs jpeglib.h.
#include <jerror.h>

#include "data/codecs.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr int kMaxScans = 200;  // a few bytes can make a progressive JPEG of thousands

// The decoder with its way out: libjpeg reports errors by calling back, and must not return then.
// Functions that setjmp() hold nothing that a destructor would have to free.
struct Decoder {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf way_out{};
  std::array<char, JMSG_LENGTH_MAX> reason{};
  bool ended_early = false;  // the file, before its end was marked

  Decoder() = default;
  ~Decoder() { jpeg_destroy_decompress(&info); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
};

[[noreturn]] void leave(j_common_ptr info) {
  auto* decoder = static_cast<Decoder*>(info->client_data);
  info->err->format_message(info, decoder->reason.data());
  std::longjmp(decoder->way_out, 1);
}

void warn(j_common_ptr info, int level) {
  if (level >= 0) return;  // a trace
  const int code = info->err->msg_code;
  // The first alone: only the end is missing. The other: a part of the picture was needed.
  if (code == JWRN_JPEG_EOF) static_cast<Decoder*>(info->client_data)->ended_early = true;
  if (code == JWRN_HIT_MARKER) leave(info);
}

void count_scans(j_common_ptr info) {
  if (reinterpret_cast<const jpeg_decompress_struct*>(info)->input_scan_number <= kMaxScans) return;
  auto* decoder = static_cast<Decoder*>(info->client_data);
  std::snprintf(decoder->reason.data(), decoder->reason.size(), "more than %d scans", kMaxScans);
  std::longjmp(decoder->way_out, 1);
}

bool read_header(Decoder& d, const std::uint8_t* bytes, std::size_t size) {
  d.info.err = jpeg_std_error(&d.errors);
  d.errors.error_exit = leave;
  d.errors.emit_message = warn;
  d.errors.output_message = [](j_common_ptr) {};
  d.info.client_data = &d;
  if (setjmp(d.way_out) != 0) return false;
  jpeg_create_decompress(&d.info);
  d.progress.progress_monitor = count_scans;
  d.info.progress = &d.progress;
  jpeg_mem_src(&d.info, bytes, static_cast<unsigned long>(size));
  jpeg_save_markers(&d.info, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(&d.info, TRUE);
  d.info.out_color_space = d.info.num_components == 1   ? JCS_GRAYSCALE
                           : d.info.num_components == 4 ? JCS_CMYK
                                                        : JCS_RGB;
  return true;
}

// What the decoder takes for the picture, and for all of its coefficients where they come in
// several scans.
std::int64_t memory_for(jpeg_decompress_struct& info, std::int64_t width, std::int64_t height) {
  std::int64_t bytes = width * height * info.num_components;
  if (jpeg_has_multiple_scans(&info) == FALSE) return bytes;
  for (int c = 0; c < info.num_components; ++c) {
    const jpeg_component_info& component = info.comp_info[c];
    bytes += std::int64_t{component.width_in_blocks} * component.height_in_blocks *
             static_cast<std::int64_t>(sizeof(JBLOCK));
  }
  return bytes;
}

// A half, a quarter or an eighth of the pixels each way cost much less than all of them: the
// smallest that has `least` on its shorter side, or else the largest that is within the limits.
// False when none is.
bool choose_scale(jpeg_decompress_struct& info, int least) {
  const auto shorter = static_cast<int>(std::min(info.image_width, info.image_height));
  const auto take = [&](unsigned denominator) {
    const std::int64_t width = (std::int64_t{info.image_width} + denominator - 1) / denominator;
    const std::int64_t height = (std::int64_t{info.image_height} + denominator - 1) / denominator;
    if (!is_picture_size(width, height) || memory_for(info, width, height) > kMaxJpegBytes) {
      return false;
    }
    info.scale_num = 1;
    info.scale_denom = denominator;
    return true;
  };
  for (const unsigned denominator : {8U, 4U, 2U}) {
    if (least >= 1 && shorter / static_cast<int>(denominator) >= least) return take(denominator);
  }
  return take(1) || take(2) || take(4) || take(8);
}

bool measure(Decoder& d) {
  if (setjmp(d.way_out) != 0) return false;
  jpeg_calc_output_dimensions(&d.info);
  return true;
}

// Whether the file was cut off between two scans; to be asked while what it says of them is there.
bool lacks_scans(Decoder& d) {
  if (!d.ended_early || jpeg_has_multiple_scans(&d.info) == FALSE) return false;
  if (d.info.coef_bits == nullptr) return d.info.input_scan_number < d.info.num_components;
  for (int c = 0; c < d.info.num_components; ++c) {
    const auto& bits = d.info.coef_bits[c];
    if (!std::all_of(std::begin(bits), std::end(bits), [](int left) { return left == 0; })) {
      return true;
    }
  }
  return false;
}

bool read_rows(Decoder& d, std::uint8_t* pixels, std::size_t stride) {
  if (setjmp(d.way_out) != 0) return false;
  jpeg_start_decompress(&d.info);
  while (d.info.output_scanline < d.info.output_height) {
    JSAMPROW row = pixels + d.info.output_scanline * stride;
    jpeg_read_scanlines(&d.info, &row, 1);
  }
  if (lacks_scans(d)) return false;
  jpeg_finish_decompress(&d.info);
  return true;
}

// Printers' inks. Adobe's programs store them turned round: 255 is none.
Picture from_inks(const Picture& inks, bool turned_round) {
  Picture picture(inks.width, inks.height, 3);
  std::uint8_t* out = picture.pixels.data();
  for (std::size_t i = 0; i < inks.pixels.size(); i += 4) {
    const auto paper = [&](std::size_t k) {
      return turned_round ? inks.pixels[i + k] : 255 - inks.pixels[i + k];
    };
    for (std::size_t c = 0; c < 3; ++c) {
      *out++ = static_cast<std::uint8_t>((paper(c) * paper(3) + 127) / 255);
    }
  }
  return picture;
}

int orientation_of(const jpeg_decompress_struct& info) {
  Orientation orientation;
  for (const auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
    orientation.saw_app1({marker->data, marker->data_length});
  }
  return orientation.value();
}

}  // namespace

Picture decode_jpeg(std::span<const std::uint8_t> bytes, const std::string& name) {
  return decode_small_jpeg(bytes, name, 0).picture;
}

SmallPicture decode_small_jpeg(std::span<const std::uint8_t> bytes, const std::string& name,
                               int least) {
  Decoder decoder;
  const auto check = [&](bool fine) {
    if (fine) return;
    const std::string reason = decoder.ended_early ? "the file is cut off" : decoder.reason.data();
    throw Error(ErrorCode::format,
                "JPEG '" + name + "' cannot be read: " + reason + "; save or fetch it again");
  };
  check(read_header(decoder, bytes.data(), bytes.size()));
  if (!choose_scale(decoder.info, least)) {
    throw Error(ErrorCode::format,
                "JPEG '" + name + "': expected a picture that takes at most " +
                    std::to_string(kMaxJpegBytes >> 20) + " MiB while it is read, got " +
                    std::to_string(decoder.info.image_width) + "×" +
                    std::to_string(decoder.info.image_height) + " pixels; save it smaller");
  }
  check(measure(decoder));
  const J_COLOR_SPACE colours = decoder.info.out_color_space;
  Picture picture(static_cast<int>(decoder.info.output_width),
                  static_cast<int>(decoder.info.output_height),
                  colours == JCS_GRAYSCALE ? 1
                  : colours == JCS_CMYK    ? 4
                                           : 3);
  const int orientation = orientation_of(decoder.info);
  check(read_rows(
      decoder, picture.pixels.data(),
      static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.channels)));
  if (colours == JCS_CMYK) picture = from_inks(picture, decoder.info.saw_Adobe_marker != FALSE);
  SmallPicture small{turned_upright(std::move(picture), orientation),
                     static_cast<int>(decoder.info.image_width),
                     static_cast<int>(decoder.info.image_height)};
  if (orientation >= 5) std::swap(small.width, small.height);
  return small;
}

}  // namespace glia
