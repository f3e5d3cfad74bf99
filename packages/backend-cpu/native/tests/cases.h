// What the kernels are run on.
#pragma once
#include <functional>

#include "machine.h"

namespace lfads_tests {

struct Result {
  std::string name;
  std::vector<double> values;
  std::function<std::vector<double>()> in_double;  // the same in double precision, where a case can say it simply

  template <class T>
  Result(const char* name_, const Array<T>& array, std::function<std::vector<double>()> in_double_ = nullptr)
      : name(name_), values(array.doubles()), in_double(std::move(in_double_)) {}
};
typedef std::vector<Result> Results;

struct Case {
  std::string name;
  std::function<Results(Machine&)> run;
};

void add_gru_cases(std::vector<Case>& cases);
void add_decoder_cases(std::vector<Case>& cases);
void add_product_cases(std::vector<Case>& cases);
void add_loss_cases(std::vector<Case>& cases);
void add_element_cases(std::vector<Case>& cases);

/** "name 1x2x3" */
inline std::string named(const char* name, std::initializer_list<int> sizes) {
  std::string text = name;
  char separator = ' ';
  for (int size : sizes) {
    text += separator + std::to_string(size);
    separator = 'x';
  }
  return text;
}

}  // namespace lfads_tests
