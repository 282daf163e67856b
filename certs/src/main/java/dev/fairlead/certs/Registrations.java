package dev.fairlead.certs;

import java.security.cert.X509Certificate;
import java.util.List;

/// The webhook configurations through which API servers call us.
public interface Registrations {
  /// Has all of them trust these authorities. Once it returns, they did at that moment.
  ///
  /// @return the names of those that had to be changed
  List<String> trust(List<X509Certificate> authorities) throws StoreUnavailable;
}
