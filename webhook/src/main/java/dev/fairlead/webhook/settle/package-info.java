/// The second look at what admission let pass, and where it is told.
@NullMarked
package dev.fairlead.webhook.settle;

import org.jspecify.annotations.NullMarked;
