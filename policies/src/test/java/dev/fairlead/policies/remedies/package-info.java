@NullMarked
package dev.fairlead.policies.remedies;

import org.jspecify.annotations.NullMarked;
