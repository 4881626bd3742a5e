#include <stddef.h>

#include "CTorch.h"

// Weak: NULL in a program that is not linked with CTorchFunctions.
__attribute__((weak)) const ct_functions *ct_library_functions(void);

const ct_functions *ct_linked_functions(void) { return ct_library_functions ? ct_library_functions() : NULL; }
