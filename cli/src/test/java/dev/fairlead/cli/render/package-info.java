@NullMarked
package dev.fairlead.cli.render;

import org.jspecify.annotations.NullMarked;
