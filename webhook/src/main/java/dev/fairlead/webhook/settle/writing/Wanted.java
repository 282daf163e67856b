package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.cluster.WiredCondition;
import java.util.Optional;

/// A condition that a Service is to have.
///
/// @param uid of the Service that it is meant for, and of no other of its name
/// @param condition empty: it is to have none
/// @param aboutPods the finding that the condition tells, where Pods can tell more
public record Wanted(
    ServiceWiring service,
    String uid,
    Optional<WiredCondition> condition,
    Optional<Finding> aboutPods) {}
