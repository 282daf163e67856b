/// The corpus of manifests that people published, with what was found in them by hand.
@NullMarked
package dev.fairlead.policies.corpus;

import org.jspecify.annotations.NullMarked;
