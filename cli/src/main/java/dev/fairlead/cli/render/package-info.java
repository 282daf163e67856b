/// Renders charts and kustomizations by the user's own helm and kubectl, and tells where each part
/// of what they print was written.
@NullMarked
package dev.fairlead.cli.render;

import org.jspecify.annotations.NullMarked;
