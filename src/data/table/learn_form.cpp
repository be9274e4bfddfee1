#include "data/table/learn_form.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace glia {
namespace {

std::vector<float> known(const Table::Column& column, std::span<const std::uint32_t> rows) {
  std::vector<float> numbers;
  numbers.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (!column.missing(row)) numbers.push_back(column.numbers[row]);
  }
  return numbers;
}

double mean_of(const std::vector<float>& numbers) {
  double sum = 0;
  for (const float x : numbers) sum += x;
  return numbers.empty() ? 0 : sum / static_cast<double>(numbers.size());
}

double deviation(const std::vector<float>& numbers, double mean) {
  double sum = 0;
  for (const float x : numbers) sum += (x - mean) * (x - mean);
  return numbers.empty() ? 0 : std::sqrt(sum / static_cast<double>(numbers.size()));
}

// Between the two that are nearest, as numpy's quantile() is.
double quantile(const std::vector<float>& sorted, double part) {
  if (sorted.empty()) return 0;
  const double at = part * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  const double between = at - static_cast<double>(low);
  return sorted[low] + between * (static_cast<double>(sorted[high]) - sorted[low]);
}

double inverse(double spread) { return spread > 0 ? 1 / spread : 1; }  // of what never varies: 1

}  // namespace

float brightest_pixel(const std::vector<const Table::Column*>& columns,
                      std::span<const std::uint32_t> rows) {
  constexpr std::size_t kFewestPixels = 64;
  if (columns.size() < kFewestPixels) return 0;
  float most = 0;
  for (const Table::Column* column : columns) {
    if (column->of_words()) return 0;
    for (const std::uint32_t row : rows) {
      const float x = column->numbers[row];
      if (!(x >= 0 && x <= 255) || x != std::floor(x)) return 0;
      most = std::max(most, x);
    }
  }
  return most;
}

TableForm::Column learn_column(const Table::Column& column, std::span<const std::uint32_t> rows,
                               Scaling scaling, Missing missing) {
  TableForm::Column learnt{.name = column.name};
  if (column.of_words()) {
    std::vector<bool> seen(column.vocabulary.size());
    for (const std::uint32_t row : rows) {
      if (!column.missing(row)) seen[static_cast<std::size_t>(column.words[row])] = true;
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (seen[i]) learnt.words.push_back(column.vocabulary[i]);
    }
    return learnt;
  }
  std::vector<float> numbers = known(column, rows);
  const double mean = mean_of(numbers);
  if (scaling == Scaling::standard) {
    learnt.offset = mean;
    learnt.scale = inverse(deviation(numbers, mean));
  }
  const bool ordered = scaling == Scaling::min_max || scaling == Scaling::robust;
  if (ordered || missing == Missing::median) std::ranges::sort(numbers);
  if (scaling == Scaling::min_max && !numbers.empty()) {
    learnt.offset = numbers.front();
    learnt.scale = inverse(static_cast<double>(numbers.back()) - numbers.front());
  }
  if (scaling == Scaling::robust) {
    learnt.offset = quantile(numbers, 0.5);
    learnt.scale = inverse(quantile(numbers, 0.75) - quantile(numbers, 0.25));
  }
  if (missing == Missing::mean) learnt.missing = mean;
  if (missing == Missing::median) learnt.missing = quantile(numbers, 0.5);
  return learnt;
}

}  // namespace glia
