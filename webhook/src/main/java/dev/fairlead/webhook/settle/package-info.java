/// The second look at what admission let pass: judging again, and deciding what is to be said.
@NullMarked
package dev.fairlead.webhook.settle;

import org.jspecify.annotations.NullMarked;
