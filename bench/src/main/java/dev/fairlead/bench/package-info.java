/// What Fairlead costs, measured against a generator that speaks the API server's protocol.
@NullMarked
package dev.fairlead.bench;

import org.jspecify.annotations.NullMarked;
