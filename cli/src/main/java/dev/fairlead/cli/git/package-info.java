/// What a repository held earlier, read by the user's own git.
@NullMarked
package dev.fairlead.cli.git;

import org.jspecify.annotations.NullMarked;
