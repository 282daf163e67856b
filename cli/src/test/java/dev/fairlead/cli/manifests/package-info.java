@NullMarked
package dev.fairlead.cli.manifests;

import org.jspecify.annotations.NullMarked;
