#pragma once

// Loops that a compiler vectorises; clones for wider vectors are chosen when the program starts.
#if defined(__x86_64__)
#define CT_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CT_VECTORISED
#endif
