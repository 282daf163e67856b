/// Judging manifests, and the report of it.
@NullMarked
package dev.fairlead.cli.check;

import org.jspecify.annotations.NullMarked;
