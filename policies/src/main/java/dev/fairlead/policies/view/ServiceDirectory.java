package dev.fairlead.policies.view;

import dev.fairlead.policies.model.ServiceWiring;
import java.util.List;

/// The Services of other namespaces by name, for a view that holds the objects of one namespace.
public interface ServiceDirectory {
  List<ServiceWiring> named(String name);

  /// True where all Services of a namespace can be found here.
  boolean shows(String namespace);
}
