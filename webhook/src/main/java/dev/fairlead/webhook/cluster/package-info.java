/// What exists in the cluster: watched, read live, or taken from manifests.
@NullMarked
package dev.fairlead.webhook.cluster;

import org.jspecify.annotations.NullMarked;
