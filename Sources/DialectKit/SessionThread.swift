#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An executor that is one thread of its own: of the session's actor, and of tasks that prefer to stay with
/// it.
///
/// The thread holds the queue and not the executor, so the executor's end is the thread's end.
final class SessionThread: SerialExecutor, TaskExecutor {
  private let queue: JobQueue

  /// Nil when the system has no thread left to give.
  init?() {
    queue = JobQueue()
    guard JobQueue.startThread(serving: queue) else { return nil }
  }

  deinit {
    queue.finish()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.append(UnownedJob(job), for: self)
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}

/// Jobs that wait for their thread.
///
/// `@unchecked`: every access to `jobs` and `isFinished` holds `mutex`, and the two C objects live at
/// fixed addresses from `init` to `deinit`.
private final class JobQueue: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [Job] = []
  private var isFinished = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// An executor lives as long as a job of its own does.
  private struct Job {
    var job: UnownedJob
    var serial: UnownedSerialExecutor
    var task: UnownedTaskExecutor
  }

  func append(_ job: UnownedJob, for executor: SessionThread) {
    pthread_mutex_lock(mutex)
    jobs.append(
      Job(
        job: job, serial: executor.asUnownedSerialExecutor(),
        task: executor.asUnownedTaskExecutor()))
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func finish() {
    pthread_mutex_lock(mutex)
    isFinished = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  private func serve() {
    while true {
      pthread_mutex_lock(mutex)
      while jobs.isEmpty && !isFinished { pthread_cond_wait(condition, mutex) }
      let batch = jobs
      jobs.removeAll()
      pthread_mutex_unlock(mutex)
      if batch.isEmpty { return }
      for job in batch {
        job.job.runSynchronously(isolatedTo: job.serial, taskExecutor: job.task)
      }
    }
  }

  static func startThread(serving queue: JobQueue) -> Bool {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(queue)
    let failure = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().serve() }
        return nil
      }, argument.toOpaque())
    guard failure == 0 else {
      argument.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
