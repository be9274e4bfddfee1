#pragma once
#include <functional>
#include <memory>
#include <string>

#include "glia/communicator.h"

namespace glia::cli {

// Where mpirun or srun started this program, and it is built without MPI, goes on as glia-mpi,
// which lies beside it and is built with it; comes back where there is none.
void become_one_of_many(char** argv) noexcept;

// Whether this is not the first of several processes that were started with the same words, so that
// it need not say what is wrong with them.
bool another_has_these_words() noexcept;

// The processes that learn one network together, as mpirun or srun started them. The first writes
// files and prints; the others are silent.
class Processes {
 public:
  // Null where this one was started alone. Throws UsageError where there are several and this build
  // has no MPI.
  static std::unique_ptr<Processes> started();

  Communicator& others() const noexcept { return *others_; }
  int size() const noexcept { return others_->size(); }
  bool first() const noexcept { return others_->rank() == 0; }
  int threads() const noexcept { return threads_; }  // that each is to have

  // fn(), in which they wait for one another: what it throws at this one alone, and is no diverged
  // training, ends all of them, with its words.
  void waiting(const std::function<void()>& fn);

 private:
  Processes(std::unique_ptr<Communicator> others, int threads);
  [[noreturn]] void end_all(int code, const std::string& why);

  std::unique_ptr<Communicator> others_;
  int threads_;
};

}  // namespace glia::cli
