#include "CLoader.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void explain(const char *name, char *reason, size_t size) {
  const char *said = dlerror();
  snprintf(reason, size, "%s", said != NULL ? said : name);
}

void *cloader_open(const char *path, const char *const names[], size_t count, char *reason,
                   size_t size) {
  if (path != NULL) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) explain(path, reason, size);
    return library;
  }
  for (size_t index = 0; index < count; index++) {
    void *library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) return library;
    if (index == 0) explain(names[index], reason, size);
  }
  return NULL;
}

/// POSIX gives a function's address as a data pointer; its page on dlsym says to turn it back through
/// the bytes.
static bool resolve(void *library, cloader_function function) {
  void *address = dlsym(library, function.name);
  if (address != NULL) memcpy(function.address, &address, sizeof address);
  return address != NULL;
}

bool cloader_resolve(void *library, const cloader_function functions[], size_t count, char *reason,
                     size_t size) {
  for (size_t index = 0; index < count; index++) {
    if (resolve(library, functions[index])) continue;
    snprintf(reason, size, "it has no function %s", functions[index].name);
    dlclose(library);
    return false;
  }
  return true;
}

void cloader_resolve_those_there(void *library, const cloader_function functions[], size_t count) {
  for (size_t index = 0; index < count; index++) resolve(library, functions[index]);
}
