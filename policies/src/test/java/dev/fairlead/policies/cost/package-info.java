/// What judging costs as its inputs grow.
@NullMarked
package dev.fairlead.policies.cost;

import org.jspecify.annotations.NullMarked;
