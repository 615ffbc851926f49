import java.io.File;
import java.util.EnumSet;
import java.util.Properties;
import java.util.stream.Collectors;
import org.verapdf.features.FeatureFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.metadata.fixer.FixerFactory;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.validators.ValidatorConfig;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;
import org.verapdf.processor.ItemProcessor;
import org.verapdf.processor.ProcessorFactory;
import org.verapdf.processor.ProcessorResult;
import org.verapdf.processor.TaskType;
import org.verapdf.processor.plugins.PluginsCollectionConfig;

/**
 * Runs veraPDF's engine over many files in one call: VeraReport FLAVOUR FILE...
 * The jar that carries the engine has no command line for it, so this is one. It prints a line per file,
 * parted by tabs: verdict, flavour, file, number of rules, number of checks, rules that failed.
 * The caller looks for PASS beside each file that it gave, so that a crash can never look like a pass.
 */
public final class VeraReport {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        Properties engine = new Properties();
        engine.load(VeraReport.class.getResourceAsStream("/META-INF/maven/org.verapdf/core/pom.properties"));
        System.out.println("veraPDF\t" + engine.getProperty("version"));
        ValidatorConfig validator = new ValidatorConfigBuilder()
            .flavour(PDFAFlavour.byFlavourId(args[0])).maxFails(-1).recordPasses(false).build();
        try (ItemProcessor processor = ProcessorFactory.createProcessor(ProcessorFactory.fromValues(
                validator, FeatureFactory.defaultConfig(), PluginsCollectionConfig.defaultConfig(),
                FixerFactory.defaultConfig(), EnumSet.of(TaskType.VALIDATE)))) {
            for (int i = 1; i < args.length; i++) {
                ProcessorResult file = processor.process(new File(args[i]));
                System.out.println(file.isPdf() && !file.hasException() && file.getValidationResults().size() == 1
                    ? line(file.getValidationResults().get(0), args[0], args[i])
                    : String.join("\t", "FAIL", args[0], args[i], "0", "0", "it could not be read"));
            }
        }
    }

    private static String line(ValidationResult result, String flavour, String file) {
        String failed = result.getFailedChecks().entrySet().stream()
            .map(e -> e.getKey().getClause() + "-" + e.getKey().getTestNumber() + " (" + e.getValue() + " times): "
                + result.getValidationProfile().getRuleByRuleId(e.getKey()).getDescription().replaceAll("\\s+", " "))
            .sorted().collect(Collectors.joining("; "));
        return String.join("\t", result.isCompliant() ? "PASS" : "FAIL", flavour, file,
            "" + result.getValidationProfile().getRules().size(), "" + result.getTotalAssertions(), failed);
    }
}
