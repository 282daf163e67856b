/// The picture of the wiring: who calls which Service, and which workload that reaches.
@NullMarked
package dev.fairlead.policies.topology;

import org.jspecify.annotations.NullMarked;
