package dev.fairlead.cli.plan;

import java.util.OptionalInt;

/// A part of a release in which a port reaches nothing.
///
/// @param from the step that takes it away, counted from 1; 0 where it was so before
/// @param to the step that brings it back; empty where none does
/// @param why how it looks in between
record Gap(int from, OptionalInt to, Wiring why) {}
