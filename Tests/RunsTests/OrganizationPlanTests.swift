import Basics
import Evaluation
import Runs
import TestSupport
import Testing

@Suite struct OrganizationPlanTests {
  private func video(_ name: String, _ cluster: Int) -> CollectionVideo {
    CollectionVideo(
      video: name, category: "", part: "", cluster: cluster, similarity: 1, nearest: "",
      nearestSimilarity: 0)
  }

  private func names(_ text: String, of videos: [CollectionVideo]) throws -> ClusterNames {
    let folder = try TemporaryFolder()
    try DurableFile.write(text, to: folder("names.csv"))
    return try ClusterNames(reading: folder("names.csv"), of: videos)
  }

  @Test func eachGroupIsAFolderAndNamesMayBeAnything() throws {
    let videos = [video("a.avi", 0), video("b.avi", 1), video("c.avi", 2), video("d.avi", 3)]
    let names = try names("cluster,name\n1,in/out\n2,..\n3,\n", of: videos)
    let plan = OrganizationPlan(videos, names: names, from: "/videos")
    #expect(
      plan.entries.map(\.path) == ["_../c.avi", "group 0/a.avi", "group 3/d.avi", "in_out/b.avi"])
    #expect(plan.entries[1].source == "/videos/a.avi")
  }

  @Test func groupsWithOneNameShareAFolderAndNoFileNameIsUsedTwice() throws {
    let videos = [
      video("x/clip.avi", 0), video("x/CLIP.avi", 0), video("y/clip.avi", 1), video("clip.avi", 1),
    ]
    let names = try names("cluster,name\n0,Kitchen\n1,kitchen\n", of: videos)
    let plan = OrganizationPlan(videos, names: names, from: "/v")
    // In the order of the names: `clip.avi`, `x/CLIP.avi`, `x/clip.avi`, `y/clip.avi`.
    #expect(
      plan.entries.map(\.path) == [
        "kitchen/clip (2).avi", "kitchen/clip.avi", "kitchen/x_CLIP.avi", "kitchen/y_clip.avi",
      ])
    #expect(
      plan.entries.map(\.source) == [
        "/v/x/clip.avi", "/v/clip.avi", "/v/x/CLIP.avi", "/v/y/clip.avi",
      ])
  }

  @Test func longNamesAreCutBetweenCharacters() throws {
    let videos = [video("a.avi", 0)]
    let names = try names("cluster,name\n0,\(String(repeating: "ä", count: 150))\n", of: videos)
    let plan = OrganizationPlan(videos, names: names, from: "/v")
    // An ä has two bytes, and a folder's name at most 200 here.
    #expect(plan.entries.first?.path == String(repeating: "ä", count: 100) + "/a.avi")
  }

  @Test func aNameFollowsItsTypicalVideo() throws {
    let videos = [video("a.avi", 0), video("b.avi", 1)]
    let names = try names("cluster,name,typical\n0,Garden,b.avi\n", of: videos)
    #expect(names.names == [1: "Garden"])
    #expect(names.remarks.count == 1)
    #expect(names[0] == "group 0")
  }

  @Test func namesThatFitNothingAreSaidAndTwoNamesRefused() throws {
    let videos = [video("a.avi", 0)]
    let one = try names("cluster,name\n7,Garden\n", of: videos)
    #expect(
      one.names.isEmpty && one.remarks == ["Garden is the name of group 7, but there is 1 group"])
    #expect(throws: MalformedFile.self) { try names("cluster,name\n0,A\n0,B\n", of: videos) }
    #expect(throws: MalformedFile.self) { try names("cluster,name\nzero,A\n", of: videos) }
  }
}
