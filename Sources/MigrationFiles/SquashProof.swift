/// On what evidence a squash stands for its originals, as its header tells it.
public struct SquashProof: Hashable, Sendable {
  /// Digests, and the server that gave them; whoever proves squashes reads it.
  public var text: String
  /// The columns that every replay of the originals fills otherwise, by the clock or by chance, and that
  /// are not part of the proof.
  public var varies: [String]

  public init(_ text: String, varies: [String] = []) {
    self.text = text
    self.varies = varies
  }
}
