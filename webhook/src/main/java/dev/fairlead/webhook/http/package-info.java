/// TLS, routes, limits, liveness and readiness; Vert.x only here.
@NullMarked
package dev.fairlead.webhook.http;

import org.jspecify.annotations.NullMarked;
