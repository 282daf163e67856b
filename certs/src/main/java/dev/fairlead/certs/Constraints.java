package dev.fairlead.certs;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/// Which names an authority may certify (RFC 5280, 4.2.1.10). A stolen key is no use for any other
/// name.
final class Constraints {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /// A domain that never exists (RFC 2606): who may certify names below it alone certifies none.
  private static final List<String> NO_DOMAIN = List.of("invalid");

  private static final List<GeneralName> NO_ADDRESS =
      List.of(range(new byte[2 * IPV4_BYTES]), range(new byte[2 * IPV6_BYTES]));

  private Constraints() {}

  /// To these names and those below them, and to these addresses.
  static NameConstraints to(ServingNames names) {
    var domains = names.dnsNames().isEmpty() ? NO_DOMAIN : names.dnsNames();
    var permitted =
        Stream.concat(
            domains.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
            names.addresses().stream().map(Constraints::only));
    // Without one that is permitted, all would be.
    var excluded = names.addresses().isEmpty() ? subtrees(NO_ADDRESS.stream()) : null;
    return new NameConstraints(subtrees(permitted), excluded);
  }

  private static GeneralName only(String address) {
    var bytes = InetAddress.ofLiteral(address).getAddress();
    var range = Arrays.copyOf(bytes, 2 * bytes.length);
    Arrays.fill(range, bytes.length, range.length, (byte) 0xff);
    return range(range);
  }

  /// @param bytes an address and a mask of the same length; in the mask 1 is a bit that must agree
  private static GeneralName range(byte[] bytes) {
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes));
  }

  private static GeneralSubtree[] subtrees(Stream<GeneralName> names) {
    return names.map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
  }

  /// Those of the names that an authority may not certify; none where it is not constrained.
  static List<String> forbidden(X509Certificate authority, ServingNames names) {
    var constraints = of(authority);
    return Stream.concat(
            names.dnsNames().stream()
                .filter(name -> forbids(constraints, new GeneralName(GeneralName.dNSName, name))),
            names.addresses().stream()
                .filter(
                    address ->
                        forbids(constraints, new GeneralName(GeneralName.iPAddress, address))))
        .toList();
  }

  private static boolean forbids(PKIXNameConstraintValidator constraints, GeneralName name) {
    try {
      constraints.checkPermitted(name);
      constraints.checkExcluded(name);
      return false;
    } catch (NameConstraintValidatorException e) {
      return true;
    }
  }

  private static PKIXNameConstraintValidator of(X509Certificate authority) {
    var validator = new PKIXNameConstraintValidator();
    var extension = authority.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      return validator;
    }
    try {
      var written =
          NameConstraints.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
      if (written.getPermittedSubtrees() != null) {
        validator.intersectPermittedSubtree(written.getPermittedSubtrees());
      }
      if (written.getExcludedSubtrees() != null) {
        for (var subtree : written.getExcludedSubtrees()) {
          validator.addExcludedSubtree(subtree);
        }
      }
      return validator;
    } catch (IOException e) {
      throw new IllegalStateException(
          "a certificate that was read has an extension that cannot be", e);
    }
  }
}
