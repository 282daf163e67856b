/// Keys, certificates and their expiry.
@NullMarked
package dev.fairlead.certs;

import org.jspecify.annotations.NullMarked;
