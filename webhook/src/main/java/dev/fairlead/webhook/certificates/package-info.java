/// Where the certificates come from that the server shows and asks for, and what keeps them fresh.
@NullMarked
package dev.fairlead.webhook.certificates;

import org.jspecify.annotations.NullMarked;
