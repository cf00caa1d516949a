#include "CPostgres.h"

#include <stdio.h>
#include <stdlib.h>

#include "CLoader.h"

// The name with the ABI's number first: it is the one that a run-time package brings. Homebrew keeps
// its libpq out of the loader's search path.
static const char *const candidates[] = {
#ifdef __APPLE__
    "libpq.5.dylib",
    "/opt/homebrew/opt/libpq/lib/libpq.5.dylib",
    "/usr/local/opt/libpq/lib/libpq.5.dylib",
    "/opt/homebrew/lib/libpq.5.dylib",
    "/usr/local/lib/libpq.5.dylib",
    "libpq.dylib",
#else
    "libpq.so.5",
    "libpq.so",
#endif
};

const cpq_library *cpq_load(const char *path, char *reason, size_t size) {
  cpq_library *library = calloc(1, sizeof *library);
  if (!library) {
    snprintf(reason, size, "out of memory");
    return NULL;
  }
  const cloader_function functions[] = {
      {"PQlibVersion", &library->libVersion},
      {"PQconnectStartParams", &library->connectStartParams},
      {"PQconnectPoll", &library->connectPoll},
      {"PQsocket", &library->socket},
      {"PQstatus", &library->status},
      {"PQfinish", &library->finish},
      {"PQsetErrorVerbosity", &library->setErrorVerbosity},
      {"PQsetNoticeProcessor", &library->setNoticeProcessor},
      {"PQserverVersion", &library->serverVersion},
      {"PQparameterStatus", &library->parameterStatus},
      {"PQtransactionStatus", &library->transactionStatus},
      {"PQerrorMessage", &library->errorMessage},
      {"PQexecParams", &library->execParams},
      {"PQsendQueryParams", &library->sendQueryParams},
      {"PQsendPrepare", &library->sendPrepare},
      {"PQsendQueryPrepared", &library->sendQueryPrepared},
      {"PQsetSingleRowMode", &library->setSingleRowMode},
      {"PQconsumeInput", &library->consumeInput},
      {"PQisBusy", &library->isBusy},
      {"PQgetResult", &library->getResult},
      {"PQputCopyData", &library->putCopyData},
      {"PQputCopyEnd", &library->putCopyEnd},
      {"PQgetCopyData", &library->getCopyData},
      {"PQfreemem", &library->freeMemory},
      {"PQresultStatus", &library->resultStatus},
      {"PQresultErrorMessage", &library->resultErrorMessage},
      {"PQresultErrorField", &library->resultErrorField},
      {"PQntuples", &library->rowCount},
      {"PQnfields", &library->fieldCount},
      {"PQftype", &library->fieldType},
      {"PQgetisnull", &library->isNull},
      {"PQgetlength", &library->valueLength},
      {"PQgetvalue", &library->value},
      {"PQcmdStatus", &library->commandStatus},
      {"PQcmdTuples", &library->commandTuples},
      {"PQclear", &library->clear},
      {"PQbackendPID", &library->backendPID},
      {"PQgetCancel", &library->getCancel},
      {"PQcancel", &library->cancel},
      {"PQfreeCancel", &library->freeCancel},
  };
  void *handle =
      cloader_open(path, candidates, sizeof candidates / sizeof *candidates, reason, size);
  if (!handle
      || !cloader_resolve(handle, functions, sizeof functions / sizeof *functions, reason, size)) {
    free(library);
    return NULL;
  }
  const cloader_function additions[] = {
      {"PQenterPipelineMode", &library->enterPipelineMode},
      {"PQexitPipelineMode", &library->exitPipelineMode},
      {"PQpipelineSync", &library->pipelineSync},
  };
  cloader_resolve_those_there(handle, additions, sizeof additions / sizeof *additions);
  return library;
}

void cpq_ignore_notice(void *argument, const char *message) {
  (void)argument;
  (void)message;
}
