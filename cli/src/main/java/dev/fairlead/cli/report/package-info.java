/// The report of a check in the formats that people and tools read.
@NullMarked
package dev.fairlead.cli.report;

import org.jspecify.annotations.NullMarked;
