/// What the program counts about itself; Micrometer only here.
@NullMarked
package dev.fairlead.webhook.metrics;

import org.jspecify.annotations.NullMarked;
