public import Revisions

// How names and rows stand in JSON, where JSON is read as well as written.

extension Direction: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let direction = Self(rawValue: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "upgrade or downgrade is expected")
    }
    self = direction
  }
}

/// An id is its text.
extension RevisionID: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = try Self(container.decode(String.self), in: container)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  fileprivate init(_ text: String, in container: any SingleValueDecodingContainer) throws {
    guard let id = try? RevisionID(validating: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the id of a revision is expected")
    }
    self = id
  }
}

/// A revision of a workspace is one text: `main/9a41c2d07be6`.
extension WorkspaceRevision: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let slash = text.firstIndex(of: "/") else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "database/revision is expected")
    }
    self.init(
      database: String(text[..<slash]),
      revision: try RevisionID(String(text[text.index(after: slash)...]), in: container))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Version rows are a list of ids.
extension HeadSet: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([RevisionID].self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(revisions)
  }
}
