package dev.fairlead.webhook.review;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The question of one AdmissionReview.
///
/// @param uid what the answer must repeat
/// @param apiVersion of the object, after the API server's conversion: `apps/v1`
/// @param subResource `status`, `scale`; empty for the object itself
/// @param namespace empty for what lives in none
/// @param name empty where the API server is still to generate it
/// @param fieldManager how the client calls itself; empty if it does not say
/// @param object the object as it would be stored, as a JSON tree of maps, lists, strings, numbers,
///   booleans and nulls; absent on DELETE
/// @param oldObject the object as it is stored; absent on CREATE
public record ReviewRequest(
    String uid,
    Operation operation,
    String apiVersion,
    String kind,
    String subResource,
    String namespace,
    String name,
    boolean dryRun,
    String fieldManager,
    String userName,
    List<String> groups,
    Optional<Map<String, ?>> object,
    Optional<Map<String, ?>> oldObject)
    implements IncomingReview {
  public ReviewRequest {
    groups = List.copyOf(groups);
  }
}
