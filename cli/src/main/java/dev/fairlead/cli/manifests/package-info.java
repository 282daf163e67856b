/// Manifests as kubectl reads them, with the place of every field.
@NullMarked
package dev.fairlead.cli.manifests;

import org.jspecify.annotations.NullMarked;
