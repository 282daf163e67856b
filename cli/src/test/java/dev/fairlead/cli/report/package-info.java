@NullMarked
package dev.fairlead.cli.report;

import org.jspecify.annotations.NullMarked;
