/// What holds whatever objects there are: properties, tried on random ones.
@NullMarked
package dev.fairlead.policies.properties;

import org.jspecify.annotations.NullMarked;
