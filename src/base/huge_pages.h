#pragma once
#include <cstddef>

namespace glia {

inline constexpr std::size_t kHugePage = std::size_t{1} << 21;  // bytes

// Asks for pages of 2 MB under memory that is read in random order, which spares a walk through
// the page tables for every sample. Only a hint: where the system has no such pages, nothing
// changes.
void prefer_huge_pages(const void* data, std::size_t bytes) noexcept;

}  // namespace glia
