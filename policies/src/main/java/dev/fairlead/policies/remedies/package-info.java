/// Changes that mend a mistake which a check has found, each where nothing else can be meant.
@NullMarked
package dev.fairlead.policies.remedies;

import org.jspecify.annotations.NullMarked;
