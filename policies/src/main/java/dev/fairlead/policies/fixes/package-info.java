/// Changes that mend what checks find: each is told as operations on one object, which stays as it
/// is.
@NullMarked
package dev.fairlead.policies.fixes;

import org.jspecify.annotations.NullMarked;
