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

bool cloader_resolve(void *library, const cloader_function functions[], size_t count, char *reason,
                     size_t size) {
  for (size_t index = 0; index < count; index++) {
    void *function = dlsym(library, functions[index].name);
    if (function == NULL) {
      snprintf(reason, size, "the library has no %s", functions[index].name);
      dlclose(library);
      return false;
    }
    // POSIX gives a function's address as a data pointer; its page on dlsym says to turn it back
    // through the bytes.
    memcpy(functions[index].address, &function, sizeof function);
  }
  return true;
}
