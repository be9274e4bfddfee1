#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia::studio {

constexpr double kPlaneRange = 6;  // coordinates run from −6 to 6, both ways

// What a network may be told of a point. It counts in thirds of the plane, u = x/3 and v = y/3, so
// that what comes is mostly between −2 and 2; the sines are those of x and y themselves.
struct PlaneInput {
  std::string_view name;
  double (*of)(double x, double y);
};
std::span<const PlaneInput> plane_inputs() noexcept;
const PlaneInput& plane_input_named(std::string_view name);  // one of these

// What a network with these inputs sees of a point.
void add_inputs(const std::vector<std::string>& names, double x, double y,
                std::vector<float>& values);

// By +, × and ÷ alone, so that every C library gives the same bits; |x| up to some hundreds.
double portable_sin(double x) noexcept;

}  // namespace glia::studio
