/// The product as users meet it: real kubectl and Helm, against a real API server that calls the
/// real webhook.
@NullMarked
package dev.fairlead.e2e;

import org.jspecify.annotations.NullMarked;
