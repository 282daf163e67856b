package dev.fairlead.cli.plan;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.policies.judge.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/// A release, step by step. Each step is judged as if every step before it had been let in.
///
/// @param begin what is there before the first step
/// @param end what is there after the last
record Walk(
    ReleaseState begin, List<JudgedStep> judged, List<PortHistory> histories, ReleaseState end) {
  /// The levels at which admission says something, the mildest first.
  static final List<Level> LEVELS = List.of(Level.WARN, Level.GUARD, Level.STRICT);

  Walk {
    judged = List.copyOf(judged);
    histories = List.copyOf(histories);
  }

  static Walk of(ReleaseState begin, List<Step> steps, Client client) {
    var door = new StepAdmission(client);
    var histories = new PortHistories(begin);
    var judged = new ArrayList<JudgedStep>();
    var now = begin;
    var stage = begin;
    for (var at = 0; at < steps.size(); at++) {
      var step = steps.get(at);
      if (at > 0 && steps.get(at - 1).stage() != step.stage()) {
        stage = now;
      }
      var admissions = new EnumMap<Level, Admission>(Level.class);
      for (var level : LEVELS) {
        admissions.put(level, door.at(level, step, now, stage));
      }
      judged.add(new JudgedStep(step, admissions));
      var cuts = door.cuts(step, now);
      now = now.after(step);
      histories.follow(step, cuts, now);
    }
    return new Walk(begin, judged, histories.list(), now);
  }

  /// The ports that are wired before and reach nothing after some step.
  List<PortHistory> losses() {
    return histories.stream().filter(history -> history.result().isLoss()).toList();
  }

  List<JudgedStep> refusedAt(Level level) {
    return judged.stream().filter(step -> step.isRefusedAt(level)).toList();
  }
}
