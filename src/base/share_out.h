#pragma once
#include <functional>

namespace glia {

// Runs `work` on the caller's thread and on up to `threads` − 1 more, for as many as the system
// starts, and returns when all are done. What is shared out, `work` takes piece by piece, so that
// fewer threads do the same. Passes on an exception of theirs.
void share_out(int threads, const std::function<void(int thread)>& work);

}  // namespace glia
