#pragma once

// The most floating-point operations a second that `threads` threads reach together, multiply and
// add counted apart, with nothing but independent fused multiply-adds. The best of five tries.
double measure_fma_peak(int threads);
