package dev.fairlead.cli.check;

import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a bundle was at an earlier revision.
///
/// @param unreadable what could not be read in it
public record EarlierBundle(ClusterView view, Set<Unread> unreadable) {
  /// What a finding says about something that cannot be read, wherever that stands.
  record Unread(String namespace, String object, String message) {
    static Unread of(Located finding) {
      var object = finding.object();
      return new Unread(object.namespace(), object.toString(), finding.message());
    }
  }

  static EarlierBundle of(ClusterView view, List<Located> unreadable) {
    return new EarlierBundle(view, unreadable.stream().map(Unread::of).collect(Collectors.toSet()));
  }

  boolean lacked(Located finding) {
    return unreadable.contains(Unread.of(finding));
  }
}
