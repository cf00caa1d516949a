#include "CSQLite.h"

#include "CLoader.h"

static const char *const names[] = {
#ifdef __APPLE__
    "/usr/lib/libsqlite3.dylib",
#else
    "libsqlite3.so.0",
    "libsqlite3.so",
#endif
};

typedef void (*destructor)(void *);

static struct {
#define MEMBER(result, name, parameters, arguments) result(*name) parameters;
  CSQLITE_FUNCTIONS(MEMBER)
#undef MEMBER
  int (*bind_text64)(sqlite3_stmt *, int, const char *, uint64_t, destructor, unsigned char);
  int (*bind_blob64)(sqlite3_stmt *, int, const void *, uint64_t, destructor);
  int (*db_config)(sqlite3 *, int, ...);
  int (*error_offset)(sqlite3 *);
} api;

bool csqlite_load(const char *path, char *reason, size_t size) {
  static const cloader_function functions[] = {
#define ADDRESS(result, name, parameters, arguments) {"sqlite3_" #name, &api.name},
      CSQLITE_FUNCTIONS(ADDRESS)
#undef ADDRESS
      {"sqlite3_bind_text64", &api.bind_text64},
      {"sqlite3_bind_blob64", &api.bind_blob64},
      {"sqlite3_db_config", &api.db_config},
  };
  void *library = cloader_open(path, names, sizeof names / sizeof *names, reason, size);
  if (library == NULL) return false;
  if (!cloader_resolve(library, functions, sizeof functions / sizeof *functions, reason, size)) {
    return false;
  }
  const cloader_function newer[] = {{"sqlite3_error_offset", &api.error_offset}};
  cloader_resolve_those_there(library, newer, 1);
  return true;
}

#define DEFINE(result, name, parameters, arguments)                                                \
  result csqlite_##name parameters { return api.name arguments; }
CSQLITE_FUNCTIONS(DEFINE)

/// The value that asks for a copy, SQLITE_TRANSIENT.
static const destructor copied = (destructor)-1;

int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, uint64_t bytes) {
  enum { UTF8 = 1 };
  return api.bind_text64(statement, index, text, bytes, copied, UTF8);
}

int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count) {
  return api.bind_blob64(statement, index, bytes, count, copied);
}

int csqlite_forbid_extensions(sqlite3 *database) {
  enum { ENABLE_LOAD_EXTENSION = 1005 };
  return api.db_config(database, ENABLE_LOAD_EXTENSION, 0, NULL);
}

int csqlite_error_offset(sqlite3 *database) {
  return api.error_offset != NULL ? api.error_offset(database) : -1;
}
