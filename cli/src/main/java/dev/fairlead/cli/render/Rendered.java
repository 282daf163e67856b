package dev.fairlead.cli.render;

import dev.fairlead.cli.manifests.ManifestSource.Text;

/// What a chart or a kustomization came to.
public record Rendered(Text text, Origins origins) {}
