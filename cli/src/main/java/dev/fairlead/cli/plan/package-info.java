/// A release, walked step by step through the judge that admission uses.
@NullMarked
package dev.fairlead.cli.plan;

import org.jspecify.annotations.NullMarked;
