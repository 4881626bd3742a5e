/// Numbers in sets that can be joined (Tarjan 1975, "Efficiency of a good but not linear set union algorithm").
package struct DisjointSets {
  private var parents: [Int]

  /// Puts each number from 0 to `count - 1` into a set of its own.
  package init(count: Int) { parents = Array(0..<count) }

  /// The smallest number of a number's set.
  ///
  /// - Complexity: nearly O(1), averaged over many calls.
  package mutating func root(of number: Int) -> Int {
    var number = number
    while parents[number] != number {
      parents[number] = parents[parents[number]]
      number = parents[number]
    }
    return number
  }

  /// Joins the sets of two numbers.
  package mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (root(of: one), root(of: other))
    parents[max(one, other)] = min(one, other)
  }
}
