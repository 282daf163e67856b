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
record Walk(Moment begin, List<Passed> passed, List<Course> courses, Moment end) {
  /// The levels at which admission says something, the mildest first.
  static final List<Level> LEVELS = List.of(Level.WARN, Level.GUARD, Level.STRICT);

  Walk {
    passed = List.copyOf(passed);
    courses = List.copyOf(courses);
  }

  static Walk of(Moment begin, List<Step> steps, Client client) {
    var door = new Door(client);
    var courses = new Courses(begin);
    var passed = new ArrayList<Passed>();
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
      passed.add(new Passed(step, admissions));
      var cuts = door.cuts(step, now);
      now = now.after(step);
      courses.follow(step, cuts, now);
    }
    return new Walk(begin, passed, courses.list(), now);
  }

  /// The ports that are wired before and reach nothing after some step.
  List<Course> losses() {
    return courses.stream().filter(course -> course.fate().isLoss()).toList();
  }

  List<Passed> refusedAt(Level level) {
    return passed.stream().filter(step -> step.isRefusedAt(level)).toList();
  }
}
