/// What a check is, what it returns, and every check we ship.
@NullMarked
package dev.fairlead.policies.checks;

import org.jspecify.annotations.NullMarked;
