/// Compares the list of kinds that make no Pods with the schemas of published
/// CustomResourceDefinitions.
@NullMarked
package dev.fairlead.policies.kinds;

import org.jspecify.annotations.NullMarked;
