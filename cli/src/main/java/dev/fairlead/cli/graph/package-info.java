/// Pictures of the wiring as text.
@NullMarked
package dev.fairlead.cli.graph;

import org.jspecify.annotations.NullMarked;
