#ifndef CPOSTGRES_H
#define CPOSTGRES_H

#include <stddef.h>

/// The part of libpq that is used, as a table of functions that is filled when the library is loaded.
///
/// The declarations are ours, written from the manual (PostgreSQL 17, chapter "libpq - C Library"), so
/// that a build needs no header package and a start pays nothing for a library that it does not use.

#pragma clang assume_nonnull begin

typedef struct cpq_connection cpq_connection;
typedef struct cpq_result cpq_result;
typedef struct cpq_cancel cpq_cancel;
typedef void (*cpq_notice_processor)(void *_Nullable argument, const char *message);

typedef struct cpq_library {
  int (*_Nonnull libVersion)(void);

  // Connecting.
  cpq_connection *_Nullable (*_Nonnull connectStartParams)(
      const char *_Nullable const *_Nonnull keywords, const char *_Nullable const *_Nonnull values,
      int expandDatabaseName);
  int (*_Nonnull connectPoll)(cpq_connection *connection);
  int (*_Nonnull socket)(const cpq_connection *connection);
  int (*_Nonnull status)(const cpq_connection *connection);
  void (*_Nonnull finish)(cpq_connection *connection);
  int (*_Nonnull setErrorVerbosity)(cpq_connection *connection, int verbosity);
  cpq_notice_processor _Nullable (*_Nonnull setNoticeProcessor)(
      cpq_connection *connection, cpq_notice_processor processor, void *_Nullable argument);

  // What the session tells.
  int (*_Nonnull serverVersion)(const cpq_connection *connection);
  const char *_Nullable (*_Nonnull parameterStatus)(const cpq_connection *connection, const char *name);
  int (*_Nonnull transactionStatus)(const cpq_connection *connection);
  const char *_Nullable (*_Nonnull errorMessage)(const cpq_connection *connection);

  // Statements.
  cpq_result *_Nullable (*_Nonnull execParams)(
      cpq_connection *connection, const char *command, int count,
      const unsigned int *_Nullable types, const char *_Nullable const *_Nullable values,
      const int *_Nullable lengths, const int *_Nullable formats, int resultFormat);
  int (*_Nonnull sendQueryParams)(
      cpq_connection *connection, const char *command, int count,
      const unsigned int *_Nullable types, const char *_Nullable const *_Nullable values,
      const int *_Nullable lengths, const int *_Nullable formats, int resultFormat);
  int (*_Nonnull sendPrepare)(
      cpq_connection *connection, const char *name, const char *command, int count,
      const unsigned int *_Nullable types);
  int (*_Nonnull sendQueryPrepared)(
      cpq_connection *connection, const char *name, int count,
      const char *_Nullable const *_Nullable values, const int *_Nullable lengths,
      const int *_Nullable formats, int resultFormat);
  int (*_Nonnull setSingleRowMode)(cpq_connection *connection);
  int (*_Nonnull consumeInput)(cpq_connection *connection);
  int (*_Nonnull isBusy)(cpq_connection *connection);
  cpq_result *_Nullable (*_Nonnull getResult)(cpq_connection *connection);

  // Pipelines: null before libpq 14.
  int (*_Nullable enterPipelineMode)(cpq_connection *connection);
  int (*_Nullable exitPipelineMode)(cpq_connection *connection);
  int (*_Nullable pipelineSync)(cpq_connection *connection);

  // COPY.
  int (*_Nonnull putCopyData)(cpq_connection *connection, const char *bytes, int count);
  int (*_Nonnull putCopyEnd)(cpq_connection *connection, const char *_Nullable reason);
  int (*_Nonnull getCopyData)(cpq_connection *connection, char *_Nullable *_Nonnull buffer, int asynchronous);
  void (*_Nonnull freeMemory)(void *_Nullable pointer);

  // Results.
  int (*_Nonnull resultStatus)(const cpq_result *result);
  const char *_Nullable (*_Nonnull resultErrorMessage)(const cpq_result *result);
  const char *_Nullable (*_Nonnull resultErrorField)(const cpq_result *result, int field);
  int (*_Nonnull rowCount)(const cpq_result *result);
  int (*_Nonnull fieldCount)(const cpq_result *result);
  unsigned int (*_Nonnull fieldType)(const cpq_result *result, int field);
  int (*_Nonnull isNull)(const cpq_result *result, int row, int field);
  int (*_Nonnull valueLength)(const cpq_result *result, int row, int field);
  const char *_Nullable (*_Nonnull value)(const cpq_result *result, int row, int field);
  const char *_Nullable (*_Nonnull commandStatus)(cpq_result *result);
  const char *_Nullable (*_Nonnull commandTuples)(cpq_result *result);
  void (*_Nonnull clear)(cpq_result *result);

  // Cancelling.
  int (*_Nonnull backendPID)(const cpq_connection *connection);
  cpq_cancel *_Nullable (*_Nonnull getCancel)(cpq_connection *connection);
  int (*_Nonnull cancel)(cpq_cancel *cancel, char *reason, int size);
  void (*_Nonnull freeCancel)(cpq_cancel *cancel);
} cpq_library;

// libpq-fe.h's enumerations, as far as they are looked at. They are part of its ABI.
#define CPQ_CONNECTION_OK 0
#define CPQ_CONNECTION_BAD 1
#define CPQ_POLLING_FAILED 0
#define CPQ_POLLING_READING 1
#define CPQ_POLLING_WRITING 2
#define CPQ_POLLING_OK 3
#define CPQ_EMPTY_QUERY 0
#define CPQ_COMMAND_OK 1
#define CPQ_TUPLES_OK 2
#define CPQ_COPY_OUT 3
#define CPQ_COPY_IN 4
#define CPQ_BAD_RESPONSE 5
#define CPQ_NONFATAL_ERROR 6
#define CPQ_FATAL_ERROR 7
#define CPQ_COPY_BOTH 8
#define CPQ_SINGLE_TUPLE 9
#define CPQ_PIPELINE_SYNC 10
#define CPQ_PIPELINE_ABORTED 11
#define CPQ_TRANSACTION_IDLE 0
#define CPQ_TRANSACTION_ACTIVE 1
#define CPQ_TRANSACTION_OPEN 2
#define CPQ_TRANSACTION_FAILED 3
#define CPQ_TRANSACTION_UNKNOWN 4
#define CPQ_VERBOSITY_DEFAULT 1
#define CPQ_VERBOSITY_VERBOSE 2

/// Loads libpq from `path`, or from where it usually is if `path` is null.
///
/// The table is made once a call and never freed, since the library is never unloaded: call it once.
/// Null when the library or one of its functions is missing; `reason` then tells what the loader said.
const cpq_library *_Nullable cpq_load(const char *_Nullable path, char *reason, size_t size);

/// A notice processor that keeps notices from being printed to the standard error, libpq's default.
void cpq_ignore_notice(void *_Nullable argument, const char *message);

#pragma clang assume_nonnull end

#endif
