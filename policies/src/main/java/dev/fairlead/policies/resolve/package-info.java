/// Kubernetes' own rules: labels against a selector, a targetPort against a Pod.
@NullMarked
package dev.fairlead.policies.resolve;

import org.jspecify.annotations.NullMarked;
