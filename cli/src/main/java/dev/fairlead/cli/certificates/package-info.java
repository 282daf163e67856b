/// Looking at certificates, and saying what is wrong with them.
@NullMarked
package dev.fairlead.cli.certificates;

import org.jspecify.annotations.NullMarked;
