/// Every setting: where it is written, its name, its default, what is allowed.
@NullMarked
package dev.fairlead.webhook.settings;

import org.jspecify.annotations.NullMarked;
