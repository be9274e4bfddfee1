#pragma once

// Floating-point operations a second that one thread of this machine reaches with fused
// multiply-adds on registers alone: the limit that every figure is held against.
double measure_fma_peak();
