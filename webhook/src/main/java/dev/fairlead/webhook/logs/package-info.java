/// How the log is written: plain or as JSON, bounded either way.
@NullMarked
package dev.fairlead.webhook.logs;

import org.jspecify.annotations.NullMarked;
