/// The `fairlead` command: one class a subcommand.
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
