#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

/* What Swift cannot call as it stands: functions with variable arguments and the macro
   SQLITE_TRANSIENT. */

/* Copies the text; `bytes` counts UTF-8 bytes and may span NULs. */
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text,
                                    sqlite3_uint64 bytes) {
  return sqlite3_bind_text64(statement, index, (const char *)text, bytes, SQLITE_TRANSIENT,
                             SQLITE_UTF8);
}

/* Copies the bytes. */
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes,
                                    sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int csqlite_forbid_extensions(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)0);
}

/* The byte of the statement at which the latest error points, or -1; there since 3.38. */
static inline int csqlite_error_offset(sqlite3 *database) {
#if SQLITE_VERSION_NUMBER >= 3038000
  return sqlite3_error_offset(database);
#else
  (void)database;
  return -1;
#endif
}

#endif
