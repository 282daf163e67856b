/// The program: settings and what starts everything.
@NullMarked
package dev.fairlead.webhook;

import org.jspecify.annotations.NullMarked;
