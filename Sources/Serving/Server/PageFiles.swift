import Reports

/// The files of the page, by their addresses.
enum PageFiles {
  /// The style sheet: that of reports, and what this page adds.
  static let style = Array(StyleSheet.text.utf8) + PackageResources.Watching_css

  /// The scripts, which are modules of JavaScript.
  static let scripts: [String: [UInt8]] = [
    "/page/Elements.js": PackageResources.Elements_js,
    "/page/Numbers.js": PackageResources.Numbers_js,
    "/page/Curves.js": PackageResources.Curves_js,
    "/page/Chart.js": PackageResources.Chart_js,
    "/page/Events.js": PackageResources.Events_js,
    "/page/RunList.js": PackageResources.RunList_js,
    "/page/RunPage.js": PackageResources.RunPage_js,
    "/page/Comparison.js": PackageResources.Comparison_js,
    "/page/Main.js": PackageResources.Main_js,
  ]
}
