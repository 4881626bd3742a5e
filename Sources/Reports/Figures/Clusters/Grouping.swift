/// One way to colour a map: the groups that its frames fall into.
struct Grouping {
  /// One group, as the panel and the legend show it.
  struct Group {
    var name: String
    var frames: Int
    /// What else the legend says.
    var remark: String
    var colour: Colour
    var marker: Marker
    /// What stands on the map at the group's middle; empty for nothing.
    var label: String
  }

  /// Such as `6 clusters`.
  var heading: String
  var groups: [Group]
  /// For every frame of the map, the place of its group in ``groups``.
  var groupOfFrame: [Int]

  /// The frames by cluster.
  static func clusters(of map: FrameMap) -> Grouping {
    Grouping(
      heading: "By cluster",
      groups: map.clusterSummaries.map { summary in
        var remark = ""
        if let category = summary.topCategory, let share = summary.topShare {
          remark = "\(category) \(Printed.share(share))"
        }
        return Group(
          name: String(summary.number), frames: summary.frames, remark: remark,
          colour: summary.colour, marker: Marker(number: summary.number),
          label: String(summary.number))
      },
      groupOfFrame: map.frames.map(\.cluster))
  }

  /// The frames by category, or `nil` if none is known; frames without one are a group of their own.
  static func categories(of map: FrameMap) -> Grouping? {
    guard !map.categories.isEmpty else { return nil }
    var numbers: [String: Int] = [:]
    for (number, category) in map.categories.enumerated() { numbers[category] = number }
    let groupOfFrame = map.frames.map { numbers[$0.category] ?? map.categories.count }
    var counts = Array(repeating: 0, count: map.categories.count + 1)
    for group in groupOfFrame { counts[group] += 1 }
    var groups = zip(map.categories, map.categoryColours).enumerated().map { number, category in
      Group(
        name: category.0, frames: counts[number], remark: "", colour: category.1, marker: .circle,
        label: "")
    }
    if let without = counts.last, without > 0 {
      groups.append(
        Group(
          name: "without a category", frames: without, remark: "", colour: .ungrouped,
          marker: .circle, label: ""))
    }
    return Grouping(heading: "By category", groups: groups, groupOfFrame: groupOfFrame)
  }
}
