import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/** Prints every rule of PDF/UA-1 that a file breaks, according to veraPDF: one line a file and rule. */
class CheckPdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var standard = PDFAFlavour.byFlavourId("ua1");
        for (String file : files) {
            try (var content = new FileInputStream(file);
                    var parser = Foundries.defaultInstance().createParser(content, standard, standard);
                    var validator = ValidatorFactory.createValidator(standard, false, 100)) {
                var result = validator.validate(parser);
                for (var broken : result.getTestAssertions()) {
                    System.out.println(file + ": " + broken.getRuleId().getClause() + "-"
                            + broken.getRuleId().getTestNumber() + " " + broken.getMessage());
                }
                System.out.println(file + ": " + (result.isCompliant() ? "compliant" : "not compliant"));
            }
        }
    }
}
