/// What exists in a cluster or in a set of files, and one change on top of it.
@NullMarked
package dev.fairlead.policies.view;

import org.jspecify.annotations.NullMarked;
