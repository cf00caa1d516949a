#ifndef ALUDEL_CSQLITE_H
#define ALUDEL_CSQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The part of SQLite that its dialect uses, declared here so that building takes no development
/// package, and loaded when a database is first opened. Each function stands for the `sqlite3_`
/// function of its name (https://sqlite.org/c3ref/funclist.html); none may be called before
/// `csqlite_load` has given true.

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

/// Results (https://sqlite.org/rescode.html).
#define SQLITE_OK 0
#define SQLITE_ERROR 1
#define SQLITE_BUSY 5
#define SQLITE_LOCKED 6
#define SQLITE_INTERRUPT 9
#define SQLITE_CANTOPEN 14
#define SQLITE_CONSTRAINT 19
#define SQLITE_NOTADB 26
#define SQLITE_ROW 100
#define SQLITE_DONE 101

/// Types of values.
#define SQLITE_INTEGER 1
#define SQLITE_FLOAT 2
#define SQLITE_TEXT 3
#define SQLITE_BLOB 4

/// Flags of `open_v2`.
#define SQLITE_OPEN_READWRITE 0x2
#define SQLITE_OPEN_CREATE 0x4
#define SQLITE_OPEN_NOMUTEX 0x8000

/// Loads the file `path`, or without one the system's library. Must not run twice at once. On failure
/// `reason` holds a text of the loader's.
bool csqlite_load(const char *path, char *reason, size_t size);

/// F(result, name, parameters, arguments) for each function that is passed on as it is.
#define CSQLITE_FUNCTIONS(F)                                                                       \
  F(int, libversion_number, (void), ())                                                            \
  F(const char *, libversion, (void), ())                                                          \
  F(const char *, errstr, (int result), (result))                                                  \
  F(const char *, errmsg, (sqlite3 * database), (database))                                        \
  F(int, complete, (const char *text), (text))                                                     \
  F(int, open_v2, (const char *path, sqlite3 **database, int flags, const char *vfs),              \
    (path, database, flags, vfs))                                                                  \
  F(int, close_v2, (sqlite3 * database), (database))                                               \
  F(int, extended_result_codes, (sqlite3 * database, int on), (database, on))                      \
  F(int, db_readonly, (sqlite3 * database, const char *name), (database, name))                    \
  F(int, get_autocommit, (sqlite3 * database), (database))                                         \
  F(int, changes, (sqlite3 * database), (database))                                                \
  F(int, total_changes, (sqlite3 * database), (database))                                          \
  F(void, interrupt, (sqlite3 * database), (database))                                             \
  F(int, busy_handler, (sqlite3 * database, int (*handler)(void *, int), void *context),           \
    (database, handler, context))                                                                  \
  F(void, progress_handler,                                                                        \
    (sqlite3 * database, int steps, int (*handler)(void *), void *context),                        \
    (database, steps, handler, context))                                                           \
  F(int, prepare_v3,                                                                               \
    (sqlite3 * database, const char *text, int bytes, unsigned int flags,                          \
     sqlite3_stmt **statement, const char **end),                                                  \
    (database, text, bytes, flags, statement, end))                                                \
  F(int, step, (sqlite3_stmt * statement), (statement))                                            \
  F(int, finalize, (sqlite3_stmt * statement), (statement))                                        \
  F(int, bind_parameter_count, (sqlite3_stmt * statement), (statement))                            \
  F(int, bind_null, (sqlite3_stmt * statement, int index), (statement, index))                     \
  F(int, bind_int64, (sqlite3_stmt * statement, int index, int64_t value),                         \
    (statement, index, value))                                                                     \
  F(int, bind_double, (sqlite3_stmt * statement, int index, double value),                         \
    (statement, index, value))                                                                     \
  F(int, bind_zeroblob, (sqlite3_stmt * statement, int index, int bytes),                          \
    (statement, index, bytes))                                                                     \
  F(int, column_count, (sqlite3_stmt * statement), (statement))                                    \
  F(int, column_type, (sqlite3_stmt * statement, int column), (statement, column))                 \
  F(int64_t, column_int64, (sqlite3_stmt * statement, int column), (statement, column))            \
  F(double, column_double, (sqlite3_stmt * statement, int column), (statement, column))            \
  F(const unsigned char *, column_text, (sqlite3_stmt * statement, int column),                    \
    (statement, column))                                                                           \
  F(const void *, column_blob, (sqlite3_stmt * statement, int column), (statement, column))        \
  F(int, column_bytes, (sqlite3_stmt * statement, int column), (statement, column))

#define CSQLITE_DECLARE(result, name, parameters, arguments) result csqlite_##name parameters;
CSQLITE_FUNCTIONS(CSQLITE_DECLARE)
#undef CSQLITE_DECLARE

/// Copies the text; `bytes` counts UTF-8 bytes and may span NULs.
int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, uint64_t bytes);

/// Copies the bytes.
int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count);

/// Keeps `load_extension` from working.
int csqlite_forbid_extensions(sqlite3 *database);

/// The byte of the statement at which the latest error points, or -1; there since 3.38.
int csqlite_error_offset(sqlite3 *database);

#endif
