#pragma once
#include <cmath>

namespace glia::reference {

// One step of an optimizer on one number, as its paper writes it.
struct Rates {
  double rate = 0, decay = 0, l1 = 0, momentum = 0;
  double beta1 = 0, beta2 = 0, epsilon = 0;
};

struct Weight {
  double w = 0;
  double m = 0;  // velocity, or first moment
  double v = 0;  // second moment
  int steps = 0;
};

inline double sparse(double w, const Rates& r) { return w > 0 ? r.l1 : w < 0 ? -r.l1 : 0; }
inline double slope(double w, double g, const Rates& r) { return g + r.decay * w + sparse(w, r); }

inline void sgd(Weight& x, double g, const Rates& r) { x.w -= r.rate * slope(x.w, g, r); }

inline void momentum(Weight& x, double g, const Rates& r) {
  x.m = r.momentum * x.m + slope(x.w, g, r);
  x.w -= r.rate * x.m;
}

inline void nesterov(Weight& x, double g, const Rates& r) {
  g = slope(x.w, g, r);
  x.m = r.momentum * x.m + g;
  x.w -= r.rate * (g + r.momentum * x.m);
}

inline void adam_step(Weight& x, double g, const Rates& r) {
  ++x.steps;
  x.m = r.beta1 * x.m + (1 - r.beta1) * g;
  x.v = r.beta2 * x.v + (1 - r.beta2) * g * g;
  const double m = x.m / (1 - std::pow(r.beta1, x.steps));
  const double v = x.v / (1 - std::pow(r.beta2, x.steps));
  x.w -= r.rate * m / (std::sqrt(v) + r.epsilon);
}

inline void adam(Weight& x, double g, const Rates& r) { adam_step(x, slope(x.w, g, r), r); }

inline void adamw(Weight& x, double g, const Rates& r) {
  g += sparse(x.w, r);
  x.w *= 1 - r.rate * r.decay;
  adam_step(x, g, r);
}

}  // namespace glia::reference
