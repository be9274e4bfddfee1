#pragma once

namespace glia {

// A byte of a picture as the network sees it: value · scale, in [0, 1].
inline constexpr float kByteScale = 1.0F / 255.0F;

}  // namespace glia
