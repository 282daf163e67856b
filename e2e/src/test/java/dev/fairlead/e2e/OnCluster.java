package dev.fairlead.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test class whose constructor takes the [Cluster] of this run, started once for all classes.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@interface OnCluster {
  /// True where the cluster asks a [Webhook], as it is shipped, while the tests of the class run.
  /// Its constructor may take that, too.
  boolean withWebhook() default false;
}
