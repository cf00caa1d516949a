#include "CPostgres.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

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

static void *open_library(const char *path, char *reason, size_t size) {
  if (path) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
      const char *said = dlerror();
      snprintf(reason, size, "%s", said ? said : path);
    }
    return handle;
  }
  for (size_t index = 0; index < sizeof candidates / sizeof *candidates; index++) {
    void *handle = dlopen(candidates[index], RTLD_NOW | RTLD_LOCAL);
    if (handle) return handle;
    const char *said = dlerror();
    // The first candidate is the usual one, so what is said about it helps most.
    if (index == 0) snprintf(reason, size, "%s", said ? said : candidates[index]);
  }
  return NULL;
}

const cpq_library *cpq_load(const char *path, char *reason, size_t size) {
  void *handle = open_library(path, reason, size);
  if (!handle) return NULL;
  cpq_library *library = calloc(1, sizeof *library);
  if (!library) {
    snprintf(reason, size, "out of memory");
    dlclose(handle);
    return NULL;
  }
  // POSIX gives a function's address as a data pointer; writing it through a data pointer is how its
  // page on dlsym says to turn it back.
  const struct {
    const char *name;
    void *field;
  } functions[] = {
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
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    void *function = dlsym(handle, functions[index].name);
    if (!function) {
      snprintf(reason, size, "it has no function %s", functions[index].name);
      free(library);
      dlclose(handle);
      return NULL;
    }
    *(void **)functions[index].field = function;
  }
  // What came later is left out where it is not there.
  const struct {
    const char *name;
    void *field;
  } additions[] = {
      {"PQenterPipelineMode", &library->enterPipelineMode},
      {"PQexitPipelineMode", &library->exitPipelineMode},
      {"PQpipelineSync", &library->pipelineSync},
  };
  for (size_t index = 0; index < sizeof additions / sizeof *additions; index++) {
    *(void **)additions[index].field = dlsym(handle, additions[index].name);
  }
  return library;
}

void cpq_ignore_notice(void *argument, const char *message) {
  (void)argument;
  (void)message;
}
