/// The API server, asked by path: lists and watches as they arrive, its kinds, its refusals; its
/// client only here.
@NullMarked
package dev.fairlead.webhook.api;

import org.jspecify.annotations.NullMarked;
