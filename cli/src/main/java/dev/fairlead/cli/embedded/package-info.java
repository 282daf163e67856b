/// A cluster in memory that treats a webhook as a real API server does.
@NullMarked
package dev.fairlead.cli.embedded;

import org.jspecify.annotations.NullMarked;
