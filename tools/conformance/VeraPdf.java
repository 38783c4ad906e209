import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates each file against PDF/A-3b and prints one line a file: `ok path` or `failed path: clause test message`. */
public class VeraPdf {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.fromString("3b");
    for (String file : files) {
      try (FileInputStream in = new FileInputStream(file);
          PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
        ValidationResult result = validator.validate(parser);
        StringBuilder line = new StringBuilder(result.isCompliant() ? "ok " : "failed ").append(file);
        int shown = 0;
        for (TestAssertion assertion : result.getTestAssertions()) {
          if (assertion.getStatus() == TestAssertion.Status.FAILED && shown++ < 5) {
            line.append(" | ").append(assertion.getRuleId().getClause()).append(" ").append(assertion.getMessage());
          }
        }
        System.out.println(line);
      }
    }
  }
}
