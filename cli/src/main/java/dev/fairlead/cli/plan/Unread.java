package dev.fairlead.cli.plan;

import java.util.Optional;

/// Something that could not be read and may be a workload.
///
/// @param namespace where it lives, as far as that is known
/// @param what one line that says what it is and where it stands
record Unread(Optional<String> namespace, String what) {}
