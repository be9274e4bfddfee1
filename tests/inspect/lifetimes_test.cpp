// What belongs to an object is not lent by one that is gone at the end of the line, and nothing
// keeps hold of such a one. All of this is found when it is compiled.
#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

#include "glia/glia.h"
#include "glia/inspect.h"

namespace {

using namespace glia;

template <typename T>
struct Type {};

// A `Type` that is kept lends what `call` gives; a temporary one does not.
#define EXPECT_LENT_BY_WHAT_IS_KEPT(of, call)                       \
  static_assert([]<typename T>(Type<T>) {                           \
    return requires(T & kept) { kept.call; }                        \
    &&!requires(T & temporary) { std::move(temporary).call; }       \
    &&!requires(const T& temporary) { std::move(temporary).call; }; \
  }(Type<of>{}))

// What `call` gives of a temporary one is a value of its own.
#define EXPECT_A_COPY_OF_A_TEMPORARY(of, call)                       \
  static_assert([]<typename T>(Type<T>) {                            \
    return std::is_reference_v<decltype(std::declval<T&>().call)> && \
           !std::is_reference_v<decltype(std::declval<T>().call)>;   \
  }(Type<of>{}))

EXPECT_LENT_BY_WHAT_IS_KEPT(State, tensors());
EXPECT_LENT_BY_WHAT_IS_KEPT(State, operator[](""));
EXPECT_LENT_BY_WHAT_IS_KEPT(Graph, nodes());
EXPECT_LENT_BY_WHAT_IS_KEPT(Graph, operator[](NodeId{}));
EXPECT_LENT_BY_WHAT_IS_KEPT(Graph, find_slot(""));
EXPECT_LENT_BY_WHAT_IS_KEPT(Dataset, bytes(0));
EXPECT_LENT_BY_WHAT_IS_KEPT(Dataset, wave(0));
EXPECT_LENT_BY_WHAT_IS_KEPT(Dataset, features());
EXPECT_LENT_BY_WHAT_IS_KEPT(Picture, at(0, 0));
EXPECT_LENT_BY_WHAT_IS_KEPT(Shape, sizes());
EXPECT_LENT_BY_WHAT_IS_KEPT(Session, graph());
EXPECT_LENT_BY_WHAT_IS_KEPT(Session, plan());
EXPECT_LENT_BY_WHAT_IS_KEPT(Trainer, model());
EXPECT_LENT_BY_WHAT_IS_KEPT(Trainer, journal());
EXPECT_LENT_BY_WHAT_IS_KEPT(Trainer, reports());
EXPECT_LENT_BY_WHAT_IS_KEPT(Activations, output());
EXPECT_LENT_BY_WHAT_IS_KEPT(Activations, inner(""));
EXPECT_LENT_BY_WHAT_IS_KEPT(Activations, operator[](NodeId{}));

EXPECT_A_COPY_OF_A_TEMPORARY(Graph, input_shape());
EXPECT_A_COPY_OF_A_TEMPORARY(Dataset, shape());
EXPECT_A_COPY_OF_A_TEMPORARY(Dataset, name());
EXPECT_A_COPY_OF_A_TEMPORARY(View, shape());

using Input = std::span<const float>;
static_assert(std::is_constructible_v<Activations, Engine&, Model&, Input>);
static_assert(std::is_constructible_v<Activations, Engine&, const Model&, Input>);
static_assert(!std::is_constructible_v<Activations, Engine&, Model, Input>);
static_assert(!std::is_constructible_v<Activations, Engine, Model&, Input>);
static_assert(!std::is_constructible_v<Session, Engine, Graph&, PlanOptions>);
static_assert(!std::is_constructible_v<Trainer, Engine, Model&, Dataset&, Recipe&>);
static_assert(!std::is_constructible_v<Probe, Trainer, std::string>);

// What is asked of a temporary in passing is still there.
TEST(Lifetimes, ATemporaryTellsItsShape) {
  const Shape& shape = parse_net("3-2").input_shape();
  EXPECT_EQ(shape, Shape{3});
}

}  // namespace
