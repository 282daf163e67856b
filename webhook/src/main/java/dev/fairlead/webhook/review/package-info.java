/// From an AdmissionReview to a decision and back; no HTTP.
@NullMarked
package dev.fairlead.webhook.review;

import org.jspecify.annotations.NullMarked;
