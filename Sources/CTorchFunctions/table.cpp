#include "CTorchFunctions.h"

const ct_functions *ct_library_functions(void) {
  static const ct_functions functions = {
#define CT_ADDRESS(name) &ct_##name,
      CT_FUNCTIONS(CT_ADDRESS)
#undef CT_ADDRESS
  };
  return &functions;
}
