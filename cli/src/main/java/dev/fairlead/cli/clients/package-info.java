/// The deployers: who sends a bundle, in which order and with which marks.
@NullMarked
package dev.fairlead.cli.clients;

import org.jspecify.annotations.NullMarked;
