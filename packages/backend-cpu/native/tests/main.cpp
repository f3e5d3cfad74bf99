// Runs every kernel of every instruction set of this machine on small and odd sizes with 1 to 3 threads, and compares the
// results with double precision where a case says how, else with plain C++ on one thread.
#include <algorithm>
#include <cstdio>

#include "cases.h"

using namespace lfads_tests;

namespace {

int failures = 0;

void compare(const std::string& what, const std::vector<double>& actual, const std::vector<double>& expected) {
  double largest = 0.01;
  for (double value : expected) largest = std::max(largest, std::fabs(value));
  const double bound = 3e-5 * largest;
  for (size_t i = 0; i < expected.size(); ++i) {
    if (std::fabs(actual[i] - expected[i]) <= bound) continue;
    printf("%s[%zu] is %.9g, expected %.9g (largest %.3g)\n", what.c_str(), i, actual[i], expected[i], largest);
    ++failures;
    return;
  }
}

/** What a case should give on every machine. */
std::vector<std::vector<double>> expectations(const Results& plain) {
  std::vector<std::vector<double>> expected;
  for (const Result& result : plain) expected.push_back(result.in_double ? result.in_double() : result.values);
  return expected;
}

void check(const Case& test, Machine& machine, const std::vector<std::vector<double>>& expected) {
  const Results results = test.run(machine);
  for (size_t r = 0; r < results.size(); ++r) {
    compare(test.name + " on " + machine.name() + ": " + results[r].name, results[r].values, expected[r]);
  }
}

}  // namespace

int main() {
  std::vector<Case> cases;
  add_gru_cases(cases);
  add_decoder_cases(cases);
  add_product_cases(cases);
  add_loss_cases(cases);
  add_element_cases(cases);
  const auto sets = lfads_host::instruction_sets();
  Machine plain(sets.back(), 1);
  for (const Case& test : cases) {
    const auto expected = expectations(test.run(plain));
    for (const auto& isa : sets) {
      if (!isa.available) continue;
      for (int threads = 1; threads <= 3; ++threads) {
        Machine machine(isa, threads);
        check(test, machine, expected);
      }
    }
  }
  printf("%zu cases on", cases.size());
  for (const auto& isa : sets) printf(" %s%s", isa.name, isa.available ? "" : " (not here)");
  printf(": %d wrong\n", failures);
  return failures > 0;
}
