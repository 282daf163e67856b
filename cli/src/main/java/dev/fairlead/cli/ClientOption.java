package dev.fairlead.cli;

import dev.fairlead.cli.clients.Client;

/// A deployer as users write it.
final class ClientOption extends Choice<Client> {
  ClientOption() {
    super(Client.values());
  }
}
