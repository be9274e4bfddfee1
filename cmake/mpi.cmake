# Several processes that learn one network: an optional library of its own, glia::dist, and a command
# glia-mpi, which glia becomes where mpirun starts it; so that glia itself is not linked with MPI,
# whose libraries take long to load. ./run mpi asks for it.
option(GLIA_MPI "Trainings that several processes share: MPI" OFF)
if(GLIA_MPI)
  find_package(MPI REQUIRED COMPONENTS CXX)
  file(GLOB sources CONFIGURE_DEPENDS src/dist/*.cpp)
  add_library(glia_dist STATIC ${sources})  # a thin layer, for the MPI that is here
  add_library(glia::dist ALIAS glia_dist)
  # Of MPI the functions of C are called, and not the classes that were once there.
  target_compile_definitions(glia_dist PRIVATE OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
  target_link_libraries(glia_dist PUBLIC glia PRIVATE $<BUILD_INTERFACE:glia_options> MPI::MPI_CXX)
endif()
