@NullMarked
package dev.fairlead.cli.check;

import org.jspecify.annotations.NullMarked;
