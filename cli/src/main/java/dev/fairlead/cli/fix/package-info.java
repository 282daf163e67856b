/// Manifests in Git made to say what the fixes and the remedies would have them say.
@NullMarked
package dev.fairlead.cli.fix;

import org.jspecify.annotations.NullMarked;
