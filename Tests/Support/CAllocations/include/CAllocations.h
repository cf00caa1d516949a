#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdbool.h>

/// Whether allocations are counted here: with glibc, and without a sanitizer that wants them itself.
bool callocations_are_counted(void);

/// How many times this thread has allocated memory since it began.
unsigned long callocations_of_thread(void);

#endif
