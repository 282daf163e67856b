/// Tests of the engine as a whole.
@NullMarked
package dev.fairlead.policies;

import org.jspecify.annotations.NullMarked;
