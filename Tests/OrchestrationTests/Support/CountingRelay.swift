import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A socket between a client and a server that passes everything on and counts how often the server
/// answers: the round trips, as far as none of them is longer than a socket's buffer.
final class CountingRelay: Sendable {
  private struct Link {
    var client: Int32
    var server: Int32
    var isAsked = false
    /// Whether the server's answers go nowhere.
    var isSilenced = false
  }

  private let counter = Atomic(0)
  private let isOver = Atomic(false)
  private let silences = Atomic(false)
  private let listener: Int32

  var roundTrips: Int { counter.load(ordering: .sequentiallyConsistent) }

  /// - Parameters:
  ///   - path: the socket to make.
  ///   - server: the server's.
  init(at path: String, to server: String) throws {
    let descriptor = socket(AF_UNIX, relayStream, 0)
    listener = descriptor
    guard descriptor >= 0, Self.withAddress(path, { bind(descriptor, $0, $1) }) == 0,
      listen(descriptor, 16) == 0
    else { throw POSIXError(.EADDRNOTAVAIL) }
    Thread.detachNewThread { [self] in serve(descriptor, to: server) }
  }

  /// From now on the answers of the servers' sessions that are there now are lost.
  func silence() { silences.store(true, ordering: .sequentiallyConsistent) }

  func close() { isOver.store(true, ordering: .sequentiallyConsistent) }

  private func serve(_ listener: Int32, to server: String) {
    var links: [Link] = []
    while !isOver.load(ordering: .sequentiallyConsistent) {
      var watched = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
      for link in links {
        watched.append(pollfd(fd: link.client, events: Int16(POLLIN), revents: 0))
        watched.append(pollfd(fd: link.server, events: Int16(POLLIN), revents: 0))
      }
      guard poll(&watched, nfds_t(watched.count), 50) > 0 else { continue }
      var ended: [Int] = []
      if silences.exchange(false, ordering: .sequentiallyConsistent) {
        for index in links.indices { links[index].isSilenced = true }
      }
      for index in links.indices {
        let (client, answer) = (watched[2 * index + 1].revents, watched[2 * index + 2].revents)
        // What the server has said already comes before what the client says next.
        if answer != 0 {
          let sink = links[index].isSilenced ? nil : links[index].client
          let isAlive = pass(from: links[index].server, to: sink) {
            // The end of a session is no answer, although the client has said farewell.
            if links[index].isAsked { counter.add(1, ordering: .sequentiallyConsistent) }
            links[index].isAsked = false
          }
          if !isAlive { ended.append(index) }
        } else if client != 0 {
          let isAlive = pass(from: links[index].client, to: links[index].server) {
            links[index].isAsked = true
          }
          if !isAlive { ended.append(index) }
        }
      }
      for index in ended.reversed() {
        let link = links.remove(at: index)
        closeSocket(link.client)
        closeSocket(link.server)
      }
      guard watched[0].revents != 0 else { continue }
      let client = accept(listener, nil, nil)
      let other = socket(AF_UNIX, relayStream, 0)
      if Self.withAddress(server, { connect(other, $0, $1) }) == 0 {
        links.append(Link(client: client, server: other))
      } else {
        closeSocket(client)
        closeSocket(other)
      }
    }
    for link in links {
      closeSocket(link.client)
      closeSocket(link.server)
    }
    closeSocket(listener)
  }

  /// - Parameters:
  ///   - sink: nil to throw it away.
  ///   - noting: called between reading and sending.
  /// - Returns: false at the end.
  private func pass(from source: Int32, to sink: Int32?, noting: () -> Void) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    let count = read(source, &buffer, buffer.count)
    guard count > 0 else { return false }
    noting()
    guard let sink else { return true }
    var start = 0
    while start < count {
      let sent = buffer.withUnsafeBytes {
        send(sink, $0.baseAddress.map { $0 + start }, count - start, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      start += sent
    }
    return true
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8) + [0]
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

#if canImport(Glibc)
  private let relayStream = Int32(SOCK_STREAM.rawValue)
#else
  private let relayStream = SOCK_STREAM
#endif

private func closeSocket(_ descriptor: Int32) { _ = close(descriptor) }
