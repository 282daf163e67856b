package dev.fairlead.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/// JSON as all our reports lay it out: indented by two spaces, with a line break at the end.
public final class JsonOutput {
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private static final ObjectWriteContext INDENTED =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          var separators =
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER);
          return new DefaultPrettyPrinter(separators)
              .withObjectIndenter(INDENT)
              .withArrayIndenter(INDENT);
        }
      };

  private JsonOutput() {}

  /// Writes one JSON document and leaves the writer open.
  public static void write(Writer out, Consumer<JsonGenerator> document) throws IOException {
    var factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (var json = factory.createGenerator(INDENTED, out)) {
      document.accept(json);
    }
    out.write("\n");
  }

  /// The name of a constant as our JSON writes it.
  public static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
