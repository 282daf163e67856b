package dev.fairlead.policies.view;

import dev.fairlead.policies.model.ServiceWiring;
import java.util.List;

/// The Services of every namespace by name, for views that hold the objects of one namespace.
@FunctionalInterface
public interface ServiceDirectory {
  List<ServiceWiring> named(String name);
}
