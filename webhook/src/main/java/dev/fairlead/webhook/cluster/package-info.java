/// What exists in the cluster: watched, read live, or taken from manifests. The only fabric8 client
/// of the module is here.
@NullMarked
package dev.fairlead.webhook.cluster;

import org.jspecify.annotations.NullMarked;
