/// Inputs at random, from seeds that are real: nothing may throw, and nothing may take long.
@NullMarked
package dev.fairlead.fuzz;

import org.jspecify.annotations.NullMarked;
