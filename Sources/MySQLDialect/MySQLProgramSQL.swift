import SchemaModel

/// Statements for what stands beside tables: views, programs, events, sequences.
enum MySQLProgramSQL {
  static func statements(for change: ObjectChange) -> [SchemaStatement] {
    switch change {
    // Only the mode of Oracle knows packages.
    case .drop(let object) where [.package, .packageBody].contains(object.id.kind):
      surrounded(drop(object).text, by: object)
    case .drop(let object): [drop(object)]
    case .create(let object): surrounded(create(object), by: object)
    case .alter(let old, let object, _): surrounded(alter(old, to: object), by: object)
    }
  }

  private static func drop(_ object: SchemaObject) -> SchemaStatement {
    SchemaStatement(
      "DROP \(object.id.kind.name.uppercased()) \(MySQLNames.spelled(object.id.name))")
  }

  private static func create(_ object: SchemaObject) -> String {
    let name = MySQLNames.spelled(object.id.name)
    switch object.id.kind {
    case .view: return view(object, "CREATE")
    case .trigger: return trigger(object)
    case .event: return event(object, "CREATE")
    case .sequence: return "CREATE SEQUENCE \(name)\(sequence(object, isNew: true))"
    default:
      let prefix = object[.prefix].map { "\($0) " } ?? ""
      let definition = object[.definition] ?? ""
      let space = definition.hasPrefix("(") ? "" : " "
      return "CREATE \(prefix)\(object.id.kind.name.uppercased()) \(name)\(space)\(definition)"
    }
  }

  private static func alter(_ old: SchemaObject, to object: SchemaObject) -> String {
    switch object.id.kind {
    case .view: view(object, "CREATE OR REPLACE")
    case .event: event(object, "ALTER", old)
    default:
      "ALTER SEQUENCE \(MySQLNames.spelled(object.id.name))\(sequence(object, isNew: false))"
    }
  }

  /// With the modes and the time zone that it shall remember, which are the session's while it is made.
  private static func surrounded(_ text: String, by object: SchemaObject) -> [SchemaStatement] {
    var statements = [SchemaStatement(text)]
    if let mode = object[.sqlMode] {
      statements.insert(SchemaStatement("SET sql_mode = '\(mode)'"), at: 0)
      statements.append(SchemaStatement("SET sql_mode = DEFAULT"))
    }
    if let zone = object[.timeZone] {
      statements.insert(SchemaStatement("SET time_zone = \(MySQLNames.string(zone))"), at: 0)
      statements.append(SchemaStatement("SET time_zone = DEFAULT"))
    }
    return statements
  }

  // MARK: -

  private static func view(_ view: SchemaObject, _ verb: String) -> String {
    var text = verb
    if let algorithm = view[.algorithm] { text += " ALGORITHM = \(algorithm)" }
    if let security = view[.security] { text += " SQL SECURITY \(security)" }
    text += " VIEW \(MySQLNames.spelled(view.id.name))"
    if let columns = view[.columns] { text += " (\(columns))" }
    text += " AS\n\(view[.definition] ?? "")"
    if let option = view[.checkOption] { text += "\nWITH \(option) CHECK OPTION" }
    return text
  }

  private static func trigger(_ trigger: SchemaObject) -> String {
    var text = "CREATE TRIGGER \(MySQLNames.spelled(trigger.id.name)) \(trigger[.timing] ?? "")"
    text += " ON \(MySQLNames.spelled(trigger.id.owner ?? "")) FOR EACH ROW"
    if let other = trigger[.follows] { text += " FOLLOWS \(MySQLNames.spelled(other))" }
    return text + "\n\(trigger[.definition] ?? "")"
  }

  private static func event(
    _ event: SchemaObject, _ verb: String, _ old: SchemaObject? = nil
  ) -> String {
    var text = "\(verb) EVENT \(MySQLNames.spelled(event.id.name))"
    text += "\nON SCHEDULE \(event[.schedule] ?? "")"
    if let starts = event[.starts] {
      let isMadeUp = starts.first == "~"
      // An altered schedule without it would begin anew.
      let kept = isMadeUp ? old?[.starts].map { String($0.drop { $0 == "~" }) } : starts
      if let kept { text += " STARTS \(kept)" }
    }
    if let ends = event[.ends] { text += " ENDS \(ends)" }
    if let completion = event[.completion] {
      text += "\nON COMPLETION \(completion)"
    } else if old?[.completion] != nil {
      text += "\nON COMPLETION NOT PRESERVE"
    }
    if let state = event[.state] {
      text += "\n\(state)"
    } else if old?[.state] != nil {
      text += "\nENABLE"
    }
    if let comment = event[.comment] {
      text += "\nCOMMENT \(comment)"
    } else if old?[.comment] != nil {
      text += "\nCOMMENT ''"
    }
    return text + "\nDO \(event[.definition] ?? "")"
  }

  /// All that it says: what the server would take by itself depends on the direction.
  private static func sequence(_ sequence: SchemaObject, isNew: Bool) -> String {
    var text = ""
    if let type = sequence[.type] { text += " AS \(type)" }
    text += " \(sequence[.definition] ?? "")"
    guard isNew else { return text }
    if let engine = sequence[.engine] { text += " ENGINE=\(engine)" }
    if let comment = sequence[.comment] { text += " COMMENT=\(comment)" }
    return text
  }
}
