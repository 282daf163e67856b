/// Kubernetes objects reduced to what wiring needs.
@NullMarked
package dev.fairlead.policies.model;

import org.jspecify.annotations.NullMarked;
