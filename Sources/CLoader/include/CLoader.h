#ifndef ALUDEL_CLOADER_H
#define ALUDEL_CLOADER_H

#include <stdbool.h>
#include <stddef.h>

/// Client libraries are loaded when a database first needs them: a user of one engine needs only that
/// engine's library, and starting the program loads none.

/// Loads the file `path`, or without one the first of `names` that is found.
///
/// Gives NULL and, in `reason`, what the system's loader said: about `path`, or about the first of
/// `names`, which should be the usual one.
void *cloader_open(const char *path, const char *const names[], size_t count, char *reason,
                   size_t size);

/// A function of a library, and where its address is to be written.
typedef struct {
  const char *name;
  void *address;
} cloader_function;

/// Finds all of them. Otherwise it names the one that is missing in `reason`, and closes the library.
bool cloader_resolve(void *library, const cloader_function functions[], size_t count, char *reason,
                     size_t size);

/// Finds what came later to a library, and leaves out what is not there.
void cloader_resolve_those_there(void *library, const cloader_function functions[], size_t count);

#endif
