/// The running program, and when it is ready.
@NullMarked
package dev.fairlead.webhook;

import org.jspecify.annotations.NullMarked;
