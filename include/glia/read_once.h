#pragma once
#include <functional>
#include <string>

#include "glia/communicator.h"
#include "glia/data.h"
#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Data for processes that do one thing together: of those on one machine that ask for the same one
// reads, and all have its numbers in one memory, where nobody can change them. Where the machine
// gives no such memory each reads by itself.
//
// All ranks call it. `asked` is everything that decides what read() gives, but for the files
// themselves: who asks for something else reads by itself too. `read` is told how many ranks it
// reads for, itself among them. Where it throws at one, all throw: see together().
DataSplit read_once(Communicator& others, const std::string& asked,
                    const std::function<DataSplit(int ranks)>& read);

}  // namespace glia
