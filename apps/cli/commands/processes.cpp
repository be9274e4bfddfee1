#include "commands/processes.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli.h"
#include "glia/error.h"
#include "terminal/print.h"
#ifdef GLIA_HAS_MPI
#include "glia/mpi.h"
#endif

namespace glia::cli {
namespace {

// What mpirun, and srun with PMIx or PMI, tell those whom they start.
constexpr const char* kRanks[] = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"};

std::string_view told(const char* name) noexcept {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool started_by_mpi() {
  return std::getenv("OMPI_COMM_WORLD_SIZE") ||
         std::ranges::any_of(kRanks, [](const char* rank) { return std::getenv(rank) != nullptr; });
}

}  // namespace

bool another_has_these_words() noexcept {
  if (const auto programs = told("OMPI_NUM_APP_CTX"); !programs.empty() && programs != "1")
    return false;
  return std::ranges::any_of(kRanks, [](const char* rank) {
    const std::string_view number = told(rank);
    return !number.empty() && number != "0";
  });
}

void become_one_of_many([[maybe_unused]] char** argv) noexcept {
#ifndef GLIA_HAS_MPI
  if (!started_by_mpi()) return;
  std::error_code none;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", none).parent_path();
  execv((here / "glia-mpi").c_str(), argv);
#endif
}

std::unique_ptr<Processes> Processes::started() {
  if (!started_by_mpi()) return nullptr;
#ifdef GLIA_HAS_MPI
  auto mpi = std::make_unique<Mpi>();
  const int threads = mpi->threads();
  return std::unique_ptr<Processes>(new Processes(std::move(mpi), threads));
#else
  throw UsageError(
      "mpirun or srun started this to learn together with others, and this glia is built without "
      "MPI; ./run mpi builds one that has it");
#endif
}

Processes::Processes(std::unique_ptr<Communicator> others, int threads)
    : others_(std::move(others)), threads_(threads) {
  if (!first()) be_silent(true);
}

void Processes::waiting(const std::function<void()>& fn) {
  try {
    fn();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::diverged) throw;
    end_all(exit_code_of(error), error.what());
  } catch (const std::exception& error) {
    end_all(kFailed, error.what());
  }
}

void Processes::end_all(int code, const std::string& why) {
  be_silent(false);
  print(stderr, "glia: rank {}: {}\n", others_->rank(), retold(why));
  flush(stderr);
  others_->end_all(code);
  std::_Exit(code);  // a compiler does not know that of a virtual function
}

}  // namespace glia::cli
