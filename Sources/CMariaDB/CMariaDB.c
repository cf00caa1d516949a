#include "CMariaDB.h"

#include <stdio.h>
#include <string.h>

#include "CLoader.h"

/// `MYSQL_FIELD` of Connector/C 3; only the two members at its end are read.
typedef struct {
  char *texts[7];
  unsigned long length, max_length;
  unsigned int lengths[7];
  unsigned int flags, decimals;
  unsigned int character_set;
  int type;
  void *extension;
} field;

static struct {
  int (*server_init)(int, char **, char **);
  MYSQL *(*init)(MYSQL *);
  void (*close)(MYSQL *);
  int (*options)(MYSQL *, int, const void *);
  int (*options4)(MYSQL *, int, const void *, const void *);
  MYSQL *(*real_connect)(MYSQL *, const char *, const char *, const char *, const char *,
                         unsigned int, const char *, unsigned long);
  const char *(*get_ssl_cipher)(MYSQL *);
  int (*real_query)(MYSQL *, const char *, unsigned long);
  int (*set_server_option)(MYSQL *, int);
  MYSQL_RES *(*store_result)(MYSQL *);
  MYSQL_RES *(*use_result)(MYSQL *);
  void (*free_result)(MYSQL_RES *);
  int (*next_result)(MYSQL *);
  unsigned int (*field_count)(MYSQL *);
  field *(*fetch_field_direct)(MYSQL_RES *, unsigned int);
  char **(*fetch_row)(MYSQL_RES *);
  unsigned long *(*fetch_lengths)(MYSQL_RES *);
  unsigned long long (*affected_rows)(MYSQL *);
  unsigned int (*errno_)(MYSQL *);
  const char *(*error)(MYSQL *);
  char (*get_infov)(MYSQL *, int, void *, ...);
} api;

static const cloader_function functions[] = {
    {"mysql_server_init", &api.server_init},
    {"mysql_init", &api.init},
    {"mysql_close", &api.close},
    {"mysql_options", &api.options},
    {"mysql_options4", &api.options4},
    {"mysql_real_connect", &api.real_connect},
    {"mysql_get_ssl_cipher", &api.get_ssl_cipher},
    {"mysql_real_query", &api.real_query},
    {"mysql_set_server_option", &api.set_server_option},
    {"mysql_store_result", &api.store_result},
    {"mysql_use_result", &api.use_result},
    {"mysql_free_result", &api.free_result},
    {"mysql_next_result", &api.next_result},
    {"mysql_field_count", &api.field_count},
    {"mysql_fetch_field_direct", &api.fetch_field_direct},
    {"mysql_fetch_row", &api.fetch_row},
    {"mysql_fetch_lengths", &api.fetch_lengths},
    {"mysql_affected_rows", &api.affected_rows},
    {"mysql_errno", &api.errno_},
    {"mysql_error", &api.error},
    // Oracle's own libmysqlclient lacks this one, and other numbers and layouts go with that.
    {"mariadb_get_infov", &api.get_infov},
};

static const char *const names[] = {
#ifdef __APPLE__
    "libmariadb.3.dylib",
    "/opt/homebrew/opt/mariadb-connector-c/lib/mariadb/libmariadb.3.dylib",
    "/opt/homebrew/opt/mariadb-connector-c/lib/libmariadb.3.dylib",
    "/opt/homebrew/opt/mariadb/lib/libmariadb.3.dylib",
    "/usr/local/opt/mariadb-connector-c/lib/mariadb/libmariadb.3.dylib",
    "/usr/local/opt/mariadb-connector-c/lib/libmariadb.3.dylib",
    "/usr/local/opt/mariadb/lib/libmariadb.3.dylib",
#else
    "libmariadb.so.3",
    "libmariadb.so",
#endif
};

bool cmariadb_load(const char *path, char *reason, size_t size) {
  void *library = cloader_open(path, names, sizeof names / sizeof *names, reason, size);
  if (library == NULL) return false;
  if (!cloader_resolve(library, functions, sizeof functions / sizeof *functions, reason, size)) {
    size_t said = strlen(reason);
    snprintf(reason + said, size - said, ": it is not MariaDB Connector/C 3");
    return false;
  }
  // `mysql_init` would do it, but not safely from two threads at once.
  if (api.server_init(0, NULL, NULL) != 0) {
    snprintf(reason, size, "mysql_server_init failed");
    return false;
  }
  return true;
}

MYSQL *cmariadb_new(void) { return api.init(NULL); }

void cmariadb_close(MYSQL *handle) { api.close(handle); }

void cmariadb_set_number(MYSQL *handle, long option, unsigned int value) {
  api.options(handle, (int)option, &value);
}

void cmariadb_set_flag(MYSQL *handle, long option, bool value) {
  char byte = value;
  api.options(handle, (int)option, &byte);
}

void cmariadb_set_text(MYSQL *handle, long option, const char *value) {
  api.options(handle, (int)option, value);
}

void cmariadb_set_attribute(MYSQL *handle, const char *name, const char *value) {
  enum { MYSQL_OPT_CONNECT_ATTR_ADD = 33 };
  api.options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, name, value);
}

bool cmariadb_connect(MYSQL *handle, const char *host, const char *user, const char *password,
                      const char *database, unsigned int port, const char *socket) {
  const unsigned long CLIENT_FOUND_ROWS = 2, CLIENT_MULTI_RESULTS = 1UL << 17;
  return api.real_connect(handle, host, user, password, database, port, socket,
                          CLIENT_FOUND_ROWS | CLIENT_MULTI_RESULTS) != NULL;
}

bool cmariadb_uses_tls(MYSQL *handle) { return api.get_ssl_cipher(handle) != NULL; }

bool cmariadb_query(MYSQL *handle, const char *text, unsigned long length) {
  return api.real_query(handle, text == NULL ? "" : text, length) == 0;
}

bool cmariadb_set_multiple_statements(MYSQL *handle, bool allowed) {
  enum { MYSQL_OPTION_MULTI_STATEMENTS_ON = 0, MYSQL_OPTION_MULTI_STATEMENTS_OFF = 1 };
  return api.set_server_option(handle, allowed ? MYSQL_OPTION_MULTI_STATEMENTS_ON
                                               : MYSQL_OPTION_MULTI_STATEMENTS_OFF) == 0;
}

MYSQL_RES *cmariadb_store_result(MYSQL *handle) { return api.store_result(handle); }

MYSQL_RES *cmariadb_use_result(MYSQL *handle) { return api.use_result(handle); }

void cmariadb_free_result(MYSQL_RES *result) { api.free_result(result); }

int cmariadb_next_result(MYSQL *handle) { return api.next_result(handle); }

unsigned int cmariadb_field_count(MYSQL *handle) { return api.field_count(handle); }

int cmariadb_field_type(MYSQL_RES *result, unsigned int index) {
  return api.fetch_field_direct(result, index)->type;
}

unsigned int cmariadb_field_character_set(MYSQL_RES *result, unsigned int index) {
  return api.fetch_field_direct(result, index)->character_set;
}

char **cmariadb_fetch_row(MYSQL_RES *result) { return api.fetch_row(result); }

const unsigned long *cmariadb_fetch_lengths(MYSQL_RES *result) {
  return api.fetch_lengths(result);
}

uint64_t cmariadb_affected_rows(MYSQL *handle) { return api.affected_rows(handle); }

unsigned int cmariadb_server_status(MYSQL *handle) {
  enum { MARIADB_CONNECTION_SERVER_STATUS = 30 };
  unsigned int status = 0;
  api.get_infov(handle, MARIADB_CONNECTION_SERVER_STATUS, &status);
  return status;
}

unsigned int cmariadb_errno(MYSQL *handle) { return api.errno_(handle); }

const char *cmariadb_error(MYSQL *handle) { return api.error(handle); }
