/// What settle writes: conditions, Events, reports, and the Lease by which it is one replica that
/// does so.
@NullMarked
package dev.fairlead.webhook.settle.writing;

import org.jspecify.annotations.NullMarked;
