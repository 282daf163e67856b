package dev.fairlead.webhook.review;

import dev.fairlead.policies.model.DnsLabel;
import dev.fairlead.policies.model.PlainText;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads an AdmissionReview: the fields of the protocol. The objects inside stay trees.
public final class ReviewReader {
  /// The one version of the protocol we speak; v1beta1 left Kubernetes with 1.22.
  static final String API_VERSION = "admission.k8s.io/v1";

  static final String KIND = "AdmissionReview";

  /// In characters; a UUID has 36.
  private static final int LONGEST_UID = 128;

  /// Deeper than any object that a structural schema allows, and shallow enough for any stack.
  private static final int MAX_DEPTH = 500;

  private static final String UID_RULE = "one line of at most %d characters".formatted(LONGEST_UID);

  private static final String NAMESPACE_RULE =
      "the name of a namespace (at most 63 of a-z, 0-9 and -)";

  private static final String NAME_RULE = "a name (not . or .., and without / and %)";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ReviewReader() {}

  public static IncomingReview read(byte[] body) {
    Object tree;
    try {
      tree = MAPPER.readValue(body, Object.class);
    } catch (JacksonException e) {
      return new MalformedReview(notJson(e));
    }
    if (!(tree instanceof Map<?, ?> review)) {
      return new MalformedReview(
          "body: must be a JSON object, is %s".formatted(ReviewFields.typeOf(tree)));
    }
    return read(new ReviewFields(review));
  }

  private static IncomingReview read(ReviewFields review) {
    review.mustBe("apiVersion", API_VERSION);
    review.mustBe("kind", KIND);
    var request = review.object("request");
    request.requiredText("uid");
    var operation = operation(request);
    var kind = request.object("kind");
    var options = request.optionalObject("options");
    var user = request.optionalObject("userInfo");
    var read =
        new ReviewRequest(
            request.text("uid", UID_RULE, ReviewReader::isUid),
            operation,
            apiVersion(kind.text("group"), kind.requiredText("version")),
            kind.requiredText("kind"),
            request.text("subResource"),
            request.text("namespace", NAMESPACE_RULE, ReviewReader::isNamespace),
            request.text("name", NAME_RULE, ReviewReader::isPathSegment),
            request.isTrue("dryRun"),
            options.text("fieldManager"),
            user.text("username"),
            user.texts("groups"),
            tree(request, "object", operation == Operation.CREATE || operation == Operation.UPDATE),
            tree(request, "oldObject", operation == Operation.UPDATE));
    return review.firstProblem().<IncomingReview>map(MalformedReview::new).orElse(read);
  }

  /// One of the two objects. Without the old one an update could not be told from a new object, and
  /// would be judged too hard.
  private static Optional<Map<String, ?>> tree(
      ReviewFields request, String name, boolean required) {
    return required ? Optional.of(request.object(name).tree()) : request.treeIfPresent(name);
  }

  private static Operation operation(ReviewFields request) {
    var written = request.requiredText("operation");
    var operation =
        Arrays.stream(Operation.values()).filter(o -> o.name().equals(written)).findFirst();
    if (operation.isEmpty()) {
      var allowed =
          Arrays.stream(Operation.values()).map(Operation::name).collect(Collectors.joining(", "));
      request.problem("operation", "must be one of %s, is \"%s\"".formatted(allowed, written));
    }
    return operation.orElse(Operation.CONNECT);
  }

  /// True for what lives in none, too. API servers send a UUID. The answer repeats it, and so does
  /// the log.
  private static boolean isUid(String text) {
    return PlainText.line(text, LONGEST_UID).equals(text);
  }

  private static boolean isNamespace(String text) {
    return text.isEmpty() || DnsLabel.is(text);
  }

  /// The least that the API server asks of the name of any object (kubernetes/apimachinery,
  /// pkg/api/validation/path, `IsValidPathSegmentName`). A name that is still to be generated is
  /// empty.
  private static boolean isPathSegment(String text) {
    return !text.equals(".") && !text.equals("..") && !text.contains("/") && !text.contains("%");
  }

  private static String apiVersion(String group, String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }

  private static String notJson(JacksonException e) {
    var location = e.getLocation();
    var place =
        location == null
            ? ""
            : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    return PlainText.line(
        "body: must be JSON" + place + ": " + e.getOriginalMessage(), PlainText.LONGEST_WARNING);
  }
}
