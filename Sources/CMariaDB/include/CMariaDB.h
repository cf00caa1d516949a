#ifndef ALUDEL_CMARIADB_H
#define ALUDEL_CMARIADB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The part of MariaDB Connector/C that the MySQL dialect uses, declared here so that building takes
/// no development package, and loaded when a database is first opened so that running takes no
/// library either until then. Each function stands for the `mysql_` function of its name
/// (https://mariadb.com/kb/en/mariadb-connectorc-api-functions/); none may be called before
/// `cmariadb_load` has given true.

typedef struct st_mysql MYSQL;
typedef struct st_mysql_res MYSQL_RES;

/// Numbers of `enum mysql_option`, which are part of the library's binary interface.
enum {
  CMARIADB_CONNECT_TIMEOUT = 0,
  CMARIADB_CHARACTER_SET = 7,
  CMARIADB_LOCAL_INFILE = 8,
  CMARIADB_PROTOCOL = 9,
  CMARIADB_READ_TIMEOUT = 11,
  CMARIADB_RECONNECT = 20,
  CMARIADB_TLS_VERIFY = 21,
  CMARIADB_TLS_KEY = 25,
  CMARIADB_TLS_CERTIFICATE = 26,
  CMARIADB_TLS_AUTHORITIES = 27,
  CMARIADB_TLS_ENFORCE = 38,
};

/// Values of CMARIADB_PROTOCOL.
enum { CMARIADB_TCP = 1, CMARIADB_SOCKET = 2 };

/// Bits of the server's status.
enum { CMARIADB_IN_TRANSACTION = 1, CMARIADB_NO_BACKSLASH_ESCAPES = 512 };

/// Types of columns that are told apart (`enum enum_field_types`).
enum {
  CMARIADB_TINY = 1,
  CMARIADB_SHORT = 2,
  CMARIADB_LONG = 3,
  CMARIADB_FLOAT = 4,
  CMARIADB_DOUBLE = 5,
  CMARIADB_LONGLONG = 8,
  CMARIADB_INT24 = 9,
  CMARIADB_YEAR = 13,
  CMARIADB_VARCHAR = 15,
  CMARIADB_BIT = 16,
  CMARIADB_TINY_BLOB = 249,
  CMARIADB_GEOMETRY = 255,
};

/// The character set of a column that holds bytes.
enum { CMARIADB_BINARY = 63 };

/// Loads the file `path`, or without one the library under its usual names. Must not run twice at once.
/// On failure `reason` holds a text of the loader's.
bool cmariadb_load(const char *path, char *reason, size_t size);

/// A handle that is not connected, or NULL when there is no memory.
MYSQL *cmariadb_new(void);
void cmariadb_close(MYSQL *handle);

void cmariadb_set_number(MYSQL *handle, long option, unsigned int value);
/// For the options that the library keeps as one byte.
void cmariadb_set_flag(MYSQL *handle, long option, bool value);
void cmariadb_set_text(MYSQL *handle, long option, const char *value);
void cmariadb_set_attribute(MYSQL *handle, const char *name, const char *value);

/// Affected rows count every row that was found, also where nothing had to change.
bool cmariadb_connect(MYSQL *handle, const char *host, const char *user, const char *password,
                      const char *database, unsigned int port, const char *socket);

/// Whether what is sent is encrypted.
bool cmariadb_uses_tls(MYSQL *handle);

/// An empty text may be NULL.
bool cmariadb_query(MYSQL *handle, const char *text, unsigned long length);
/// Whether a text may hold several statements from now on. False on an error.
bool cmariadb_set_multiple_statements(MYSQL *handle, bool allowed);
/// The rows of the current result, all of them held in memory; NULL when it has none or on an error.
MYSQL_RES *cmariadb_store_result(MYSQL *handle);
/// The same, read one by one from the server.
MYSQL_RES *cmariadb_use_result(MYSQL *handle);
void cmariadb_free_result(MYSQL_RES *result);
/// 0 when there is another result, -1 when there is none, more on an error.
int cmariadb_next_result(MYSQL *handle);

unsigned int cmariadb_field_count(MYSQL *handle);
int cmariadb_field_type(MYSQL_RES *result, unsigned int field);
unsigned int cmariadb_field_character_set(MYSQL_RES *result, unsigned int field);
/// The next row: a pointer and a length for each field; NULL at the end or on an error.
char **cmariadb_fetch_row(MYSQL_RES *result);
const unsigned long *cmariadb_fetch_lengths(MYSQL_RES *result);

/// UINT64_MAX for a statement that has no such number.
uint64_t cmariadb_affected_rows(MYSQL *handle);
/// As of the latest answer that was not an error.
unsigned int cmariadb_server_status(MYSQL *handle);
unsigned int cmariadb_errno(MYSQL *handle);
const char *cmariadb_error(MYSQL *handle);

#endif
