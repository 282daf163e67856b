/// Files of Fairlead's own kinds, read strictly: what they do not know may be something misspelt.
@NullMarked
package dev.fairlead.cli.config;

import org.jspecify.annotations.NullMarked;
