#include "c_header/emit.h"

#include <algorithm>
#include <cctype>

#include "c_header/constants.h"
#include "c_header/pieces.h"
#include "glia/error.h"

namespace glia::headers {
namespace {

std::string replace_all(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

const char* type_of(Number number) {
  return number == Number::float32 ? "float" : number == Number::uint8 ? "uint8_t" : "int8_t";
}

void check_name(const std::string& name) {
  const bool fits = !name.empty() && name.size() <= 100 &&
                    std::ranges::all_of(name,
                                        [](char letter) {
                                          return std::isalnum(static_cast<unsigned char>(letter)) ||
                                                 letter == '_';
                                        }) &&
                    (std::isalpha(static_cast<unsigned char>(name[0])) != 0);
  if (fits) return;
  throw Error(ErrorCode::invalid_argument,
              "'" + name + "' is no name for C: expected a letter, then letters, digits and '_'");
}

class Emitter {
 public:
  Emitter(const Program& program, const CHeaderOptions& options)
      : program_(program), name_(options.name), constants_(options.name + "_") {
    floats_ = std::ranges::any_of(program.values,
                                  [&](const Value& value) {
                                    return value.number == Number::float32 &&
                                           storage(value.storage).place == Place::scratch;
                                  }) ||
              std::ranges::any_of(program.steps,
                                  [](const Step& step) { return step.kind == Kind::recurrent; });
    const Step& first = program.steps.front();
    quantized_ = !program.frames && first.kind == Kind::quantize && first.in[0] == program.input &&
                 reads_input_once();
  }

  CHeader run() {
    for (const Step& step : program_.steps) {
      if (quantized_ && &step == &program_.steps.front()) continue;
      write_step(step, step.each_frame ? frame_ : answer_);
    }
    CHeader header;
    const std::string functions = program_.frames ? frame_functions() : functions_of_whole();
    const std::string body =
        state() + "\n" + constants_.text() + classes() + pieces_.text(widest_) + functions;
    header.constant_bytes = constants_.bytes();
    header.state_bytes = state_bytes_;
    header.text = replace_all(begin() + body + end(), "@", name_ + "_");
    return header;
  }

 private:
  const Storage& storage(int i) const { return program_.storages[static_cast<std::size_t>(i)]; }
  const Value& value(int i) const { return program_.values[static_cast<std::size_t>(i)]; }

  bool reads_input_once() const {
    std::size_t readers = 0;
    for (const Step& step : program_.steps) {
      for (const int in : step.in) readers += in == program_.input;
    }
    return readers == 1;
  }

  std::string floats_at(int at) const {
    const Storage& s = storage(at);
    if (s.place == Place::input) return "in";
    if (s.place == Place::output) return "out";
    if (s.place == Place::state) return "state->" + s.field;
    return "state->memory + " + std::to_string(s.offset / 4);
  }
  std::string at(int v) const {
    const Value& of = value(v);
    if (of.number == Number::float32) return floats_at(of.storage);
    const std::string place = std::to_string(storage(of.storage).offset);
    return floats_ ? "(uint8_t *)state->memory + " + place : "state->memory + " + place;
  }
  std::string read(int v) const {
    if (value(v).number != Number::int8) return at(v);
    return "(const int8_t *)(" + at(v) + ")";
  }
  // As what it is, to write numbers of its own kind.
  std::string own(int v) const {
    return value(v).number == Number::int8 ? "(int8_t *)(" + at(v) + ")" : at(v);
  }

  using Words = std::vector<std::string>;
  static std::string whole(std::int64_t number) { return std::to_string(number); }

  // A call, wrapped.
  static std::string call(const std::string& function, const Words& arguments,
                          const std::string& indent = "  ") {
    std::string text, line = indent + function + "(";
    const std::string next(std::min<std::size_t>(line.size(), 40), ' ');
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string word = arguments[i] + (i + 1 < arguments.size() ? "," : ");\n");
      if (line.size() + 1 + word.size() > 100) {
        text += line + "\n";
        line = next;
      } else if (i > 0) {
        line += " ";
      }
      line += word;
    }
    return text + line;
  }

  void limits(Words& words, Number number) const {
    words.push_back(whole(least(number)));
    words.push_back(whole(most(number)));
  }

  // Of what has weights: its constants, and in integers the limits of what it gives.
  Words weights_of(const Step& step, std::string& piece) {
    const Value& in = value(step.in[0]);
    const Value& out = value(step.out);
    Words words;
    if (in.number == Number::float32) {
      words = {constants_.add(step.id + "_weight", step.weight),
               constants_.add(step.id + "_bias", step.bias)};
      piece += " float";
      return words;
    }
    words = {constants_.add(step.id + "_weight", step.weight8),
             constants_.add(step.id + "_bias", step.bias32)};
    if (out.number == Number::float32) {
      words.push_back(constants_.add(step.id + "_scale", step.scale));
      piece += std::string(" to float ") + type_of(in.number);
    } else {
      words.push_back(constants_.add(step.id + "_multiplier", step.multiplier));
      words.push_back(whole(step.shift));
      limits(words, out.number);
      piece += std::string(" ") + type_of(in.number);
    }
    return words;
  }

  static std::string function_of(const std::string& piece) {
    return "@" + replace_all(piece, " ", "_");
  }
  void end_call(const Step& step, const std::string& piece, Words words, std::string& to) {
    pieces_.need(piece);
    words.push_back(read(step.in[0]));
    words.push_back(at(step.out));
    to += call(function_of(piece), words);
  }

  void write_step(const Step& step, std::string& to) {
    to += "  /* " + step.id + " */\n";
    switch (step.kind) {
      case Kind::dense: {
        std::string piece = "dense";
        Words words = weights_of(step, piece);
        words.insert(words.end(), {whole(step.channels), whole(step.out_channels)});
        return end_call(step, piece, words, to);
      }
      case Kind::conv: {
        std::string piece = "conv";
        Words words = weights_of(step, piece);
        words.insert(words.end(),
                     {whole(step.channels), whole(step.height), whole(step.width),
                      whole(step.out_channels), whole(step.out_height), whole(step.out_width),
                      whole(step.high), whole(step.stride), whole(step.padding)});
        widest_ = std::max(widest_, static_cast<int>(step.out_width));
        return end_call(step, piece, words, to);
      }
      case Kind::channels: {
        std::string piece = "channels";
        Words words = weights_of(step, piece);
        words.insert(words.end(), {whole(step.channels), whole(step.height)});
        return end_call(step, piece, words, to);
      }
      case Kind::max_pool:
      case Kind::average_pool:
        return write_pool(step, to);
      case Kind::softmax:
        pieces_.need("softmax");
        to += call("@softmax", {at(step.in[0]), at(step.out), whole(value(step.out).size)});
        return;
      case Kind::layer_norm:
        return end_call(step, "layer_norm",
                        {constants_.add(step.id + "_gain", step.weight),
                         constants_.add(step.id + "_bias", step.bias),
                         float_text(static_cast<float>(step.epsilon)), whole(step.rows),
                         whole(std::ssize(step.bias))},
                        to);
      case Kind::recurrent:
        return write_recurrent(step, to);
      default:
        return write_each(step, to);
    }
  }

  void write_pool(const Step& step, std::string& to) {
    const Value& in = value(step.in[0]);
    Words words;
    std::string piece = step.kind == Kind::max_pool ? "max_pool " : "average_pool ";
    piece += type_of(in.number);
    if (step.kind == Kind::average_pool && in.number != Number::float32) {
      words = {whole(step.multiplier[0]), whole(step.shift)};
      limits(words, in.number);
    }
    words.insert(words.end(), {whole(step.channels), whole(step.height), whole(step.width),
                               whole(step.out_height), whole(step.out_width), whole(step.high),
                               whole(step.wide), whole(step.stride)});
    pieces_.need(piece);
    words.push_back(read(step.in[0]));
    words.push_back(step.kind == Kind::max_pool ? own(step.out) : at(step.out));
    to += call(function_of(piece), words);
  }

  // What is done number by number.
  void write_each(const Step& step, std::string& to) {
    const Value& in = value(step.in[0]);
    const Value& out = value(step.out);
    const std::string n = whole(out.size);
    const auto loop = [&](const std::string& body) {
      to += "  for (i = 0; i < " + n + "; ++i) " + body + ";\n";
    };
    const std::string x = "(" + read(step.in[0]) + ")[i]", y = "(" + at(step.out) + ")[i]";
    switch (step.kind) {
      case Kind::quantize:
        pieces_.need("quantize");
        to +=
            call("@quantize", {at(step.in[0]), float_text(static_cast<float>(1 / out.scale)),
                               whole(least(out.number)), whole(most(out.number)), n, at(step.out)});
        return;
      case Kind::dequantize:
        pieces_.need(std::string("dequantize ") + type_of(in.number));
        to += call(std::string("@dequantize_") + type_of(in.number),
                   {read(step.in[0]), float_text(static_cast<float>(in.scale)), n, at(step.out)});
        return;
      case Kind::copy:
        return loop(y + " = " + x);
      case Kind::mean:
        return loop(y + " = " + x + " / (float)(state->frames ? state->frames : 1)");
      case Kind::table: {
        const std::string table = constants_.add(step.id + "_table", step.table);
        return loop(y + " = " + table + "[(" + at(step.in[0]) + ")[i]]");
      }
      case Kind::add: {
        const std::string other = "(" + read(step.in[1]) + ")[i]";
        if (out.number == Number::float32) return loop(y + " = " + x + " + " + other);
        pieces_.need("narrow");
        return loop(y + " =\n      (uint8_t)@narrow((int64_t)" + x + " * " +
                    whole(step.multiplier[0]) + " + (int64_t)" + other + " * " +
                    whole(step.multiplier[1]) + ",\n                       " + whole(step.shift) +
                    ", " + whole(least(out.number)) + ", " + whole(most(out.number)) + ")");
      }
      default:
        break;
    }
    if (step.function == "leaky_relu") {
      return loop(y + " = " + x + " > 0 ? " + x + " : " +
                  float_text(static_cast<float>(step.parameter)) + " * " + x);
    }
    pieces_.need(step.function);
    loop(y + " = @" + step.function + "(" + x + ")");
  }

  // One frame: the sums, then the cell.
  void write_frame(const Step& step, const std::string& x, const std::string& indent,
                   std::string& to) {
    const Recurrence& r = step.recurrence;
    const bool narrow = !r.input_weight8.empty();
    const std::string z = floats_at(r.z), h = floats_at(r.hidden_state);
    Words words;
    const std::string id = step.id;
    if (narrow) {
      words = {constants_.add(id + "_input_weight", r.input_weight8),
               constants_.add(id + "_hidden_weight", r.hidden_weight8),
               constants_.add(id + "_scale", r.scale)};
    } else {
      words = {constants_.add(id + "_input_weight", r.input_weight),
               constants_.add(id + "_hidden_weight", r.hidden_weight)};
    }
    words.push_back(constants_.add(id + "_bias", r.bias));
    words.insert(words.end(), {whole(r.features), whole(r.units), whole(r.sums), x, h, z});
    pieces_.need(narrow ? "sums int8_t" : "sums float");
    to += call(narrow ? "@sums_int8_t" : "@sums_float", words, indent);
    if (r.cell) {
      pieces_.need("gates");
      to += call("@gates", {z, whole(r.units), floats_at(r.cell_state), h}, indent);
    } else {
      pieces_.need("tanh");
      to += indent + "for (i = 0; i < " + whole(r.units) + "; ++i) (" + h + ")[i] = @tanh((" + z +
            ")[i]);\n";
    }
  }

  void write_recurrent(const Step& step, std::string& to) {
    const Recurrence& r = step.recurrence;
    const std::string units = whole(r.units), h = "(" + floats_at(r.hidden_state) + ")[i]";
    if (program_.frames) {
      write_frame(step, at(step.in[0]), "  ", to);
      if (r.gives == Gives::mean) {
        to += "  for (i = 0; i < " + units + "; ++i) (" + at(step.out) + ")[i] += " + h + ";\n";
        counts_ = true;
      }
      return;
    }
    const std::string y = "(" + at(step.out) + ")[", offset = whole(r.out_offset) + " + i]";
    to += "  for (i = 0; i < " + units + "; ++i) " + h + " = 0;\n";
    if (r.cell) {
      to += "  for (i = 0; i < " + units + "; ++i) (" + floats_at(r.cell_state) + ")[i] = 0;\n";
    }
    if (r.gives == Gives::mean) {
      to += "  for (i = 0; i < " + units + "; ++i) " + y + offset + " = 0;\n";
    }
    const std::string frames = whole(step.rows);
    to += r.reverse ? "  for (t = " + whole(step.rows - 1) + "; t >= 0; --t) {\n"
                    : "  for (t = 0; t < " + frames + "; ++t) {\n";
    write_frame(step, at(step.in[0]) + " + t * " + whole(r.features), "    ", to);
    const std::string each = "for (i = 0; i < " + units + "; ++i) ";
    if (r.gives == Gives::sequence) {
      to += "    " + each + y + "t * " + whole(r.out_stride) + " + " + offset + " = " + h + ";\n";
    } else if (r.gives == Gives::mean) {
      to += "    " + each + y + offset + " += " + h + ";\n";
    }
    to += "  }\n";
    if (r.gives == Gives::last) to += "  " + each + y + offset + " = " + h + ";\n";
    if (r.gives == Gives::mean) {
      to += "  " + each + y + offset + " /= (float)" + frames + ";\n";
    }
  }

  // The parts of the text.

  std::string state() {
    std::string fields;
    state_bytes_ = 0;
    for (const Storage& s : program_.storages) {
      if (s.place != Place::state) continue;
      fields += "  float " + s.field + "[" + whole(s.bytes / 4) + "];\n";
      state_bytes_ += s.bytes;
    }
    if (counts_) {
      fields += "  int32_t frames;\n";
      state_bytes_ += 4;
    }
    const std::int64_t bytes =
        std::max<std::int64_t>(program_.memory_bytes, fields.empty() ? 1 : 0);
    if (bytes > 0) {
      fields += floats_ ? "  float memory[" + whole((bytes + 3) / 4) + "];\n"
                        : "  uint8_t memory[" + whole(bytes) + "];\n";
      state_bytes_ += floats_ ? (bytes + 3) / 4 * 4 : bytes;
    }
    return "/* What lies in RAM while it runs. Place it where you like; one for each that runs. "
           "*/\n"
           "struct @state {\n" +
           fields + "};\n";
  }

  std::string classes() const {
    if (program_.classes.empty()) return "";
    std::string text =
        "\nstatic const char *const @classes[" + whole(std::ssize(program_.classes)) + "] = {\n";
    for (const std::string& name : program_.classes) {
      text += "  " + replace_all(string_text(name), "@", "\\100") + ",\n";
    }
    return text + "};\n";
  }

  std::string begin() const {
    std::string upper = name_;
    for (char& letter : upper)
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    const char* const kind = program_.integers ? "8-bit integers" : "float32";
    return "/* A network that Glia trained, in C99 without a library: " + std::string(kind) +
           ".\n   in: " + program_.input_shape.str() + ", " + whole(program_.inputs) +
           " numbers as the network takes them; out: " + whole(program_.outputs) +
           ".\n   Constants take " + whole(constants_.bytes()) + " bytes, struct @state " +
           whole(state_bytes_) + ". */\n#ifndef " + upper + "_H\n#define " + upper +
           "_H\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  }
  static std::string end() { return "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n"; }

  std::string locals(const std::string& body) const {
    std::string text;
    if (body.find("(i = 0;") != body.npos) text += "  int32_t i;\n";
    if (body.find("(t = ") != body.npos) text += "  int32_t t;\n";
    if (body.find("state->") == body.npos) text += "  (void)state;\n";
    return text;
  }

  std::string function(const std::string& head, const std::string& body) const {
    return "\nstatic inline void " + head + " {\n" + locals(body) + body + "}\n";
  }

  std::string functions_of_whole() {
    const std::string out = "float out[" + whole(program_.outputs) + "]";
    const std::string state = "struct @state *state";
    const std::string in = "const float in[" + whole(program_.inputs) + "]";
    if (!quantized_) return function("@predict(" + in + ", " + out + ", " + state + ")", answer_);
    const Step& first = program_.steps.front();
    const Value& q = value(first.out);
    pieces_.need("quantize");
    const float scale = static_cast<float>(1 / q.scale);
    return "\n/* Where @predict puts the input: whole numbers from " + whole(least(q.number)) +
           " to " + whole(most(q.number)) + ", " + float_text(scale) +
           " for a 1. Who has them so already\n   writes them here and calls @run, which leaves "
           "other "
           "numbers there. */\nstatic inline uint8_t *@input(struct @state *state) { return " +
           at(first.out) + "; }\n" + function("@run(" + out + ", " + state + ")", answer_) +
           function("@predict(" + in + ", " + out + ", " + state + ")",
                    call("@quantize", {"in", float_text(scale), whole(least(q.number)),
                                       whole(most(q.number)), whole(q.size), "@input(state)"}) +
                        "  @run(out, state);\n");
  }

  std::string frame_functions() {
    const std::int64_t features = program_.inputs / program_.frames;
    const std::string state = "struct @state *state",
                      frame = "const float in[" + whole(features) + "]";
    const std::int64_t each =
        program_.answers_frames ? program_.outputs / program_.frames : program_.outputs;
    const std::string out = "float out[" + whole(each) + "]";
    std::string reset;
    for (const Storage& s : program_.storages) {
      if (s.place != Place::state) continue;
      reset +=
          "  for (i = 0; i < " + whole(s.bytes / 4) + "; ++i) state->" + s.field + "[i] = 0;\n";
    }
    if (counts_) reset += "  state->frames = 0;\n", frame_ += "  ++state->frames;\n";
    std::string text = "\n/* Before the first frame. */" + function("@reset(" + state + ")", reset);
    const std::string frames = "  for (t = 0; t < " + whole(program_.frames) + "; ++t) ";
    const std::string heads = "(const float in[" + whole(program_.inputs) + "], float out[" +
                              whole(program_.outputs) + "], " + state + ")";
    if (program_.answers_frames) {
      text += "\n/* One frame more, and its answer. */" +
              function("@step(" + frame + ", " + out + ", " + state + ")", frame_ + answer_);
      return text + "\n/* All frames. */" +
             function("@predict" + heads, "  @reset(state);\n" + frames + "@step(in + t * " +
                                              whole(features) + ", out + t * " + whole(each) +
                                              ", state);\n");
    }
    text += "\n/* One frame more, without an answer; and the answer after those so far. */" +
            function("@hear(" + frame + ", " + state + ")", frame_) +
            function("@answer(" + out + ", " + state + ")", answer_);
    text += "\n/* One frame more, and the answer after it. */" +
            function("@step(" + frame + ", " + out + ", " + state + ")",
                     "  @hear(in, state);\n  @answer(out, state);\n");
    return text + "\n/* All frames, and the answer after the last. */" +
           function("@predict" + heads, "  @reset(state);\n" + frames + "@hear(in + t * " +
                                            whole(features) +
                                            ", state);\n  @answer(out, state);\n");
  }

  const Program& program_;
  std::string name_;
  Constants constants_;
  Pieces pieces_;
  std::string frame_, answer_;
  bool floats_ = false, quantized_ = false, counts_ = false;
  int widest_ = 1;
  std::int64_t state_bytes_ = 0;
};

}  // namespace

CHeader emit(const Program& program, const CHeaderOptions& options) {
  check_name(options.name);
  return Emitter(program, options).run();
}

}  // namespace glia::headers
