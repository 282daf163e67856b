/// From findings before and after a change to a verdict.
@NullMarked
package dev.fairlead.policies.judge;

import org.jspecify.annotations.NullMarked;
