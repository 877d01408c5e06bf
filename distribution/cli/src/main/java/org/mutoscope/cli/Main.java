package org.mutoscope.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the command line. */
@Command(
        name = "mutoscope",
        mixinStandardHelpOptions = true,
        version = "Mutoscope " + Main.VERSION,
        description = "Coin-operated moving pictures, self-hosted.",
        subcommands = {
            DemoCommand.class,
            GenerateCommand.class,
            RemixCommand.class,
            EditCommand.class,
            StoryboardCommand.class,
            PromptCommand.class,
            CharacterCommand.class,
            RightsCommand.class,
            ReviewCommand.class,
            RevenueCommand.class,
            ViewsCommand.class,
            FileCommand.class,
            AccountCommand.class,
            AuditCommand.class,
            CreditsCommand.class,
            PlanCommand.class,
            QuotaCommand.class,
            JobCommand.class,
            ModelCommand.class,
            NativesCommand.class,
            PluginCommand.class,
            LedgerCommand.class,
            UpstreamCommand.class,
            BillingCommand.class,
            WebhookCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            LogCommand.class,
            SupportBundleCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nRunning the platform:%n",
        footer = {
            "  mutoscope up [--port N] [--host H] [--data DIR] [--conf DIR] [--shell]",
            "",
            "Where the platform is: --url and --key, or MUTOSCOPE_URL and MUTOSCOPE_KEY, or url= and key= in",
            "~/.config/mutoscope/cli.properties, or --data DIR of a platform on this machine (its admin key).",
            "",
            "Exit codes: 0 done; 1 refused or failed; 2 wrong command line; 69 platform not reachable or not ready;",
            "70 internal error; 74 file error; 77 key missing or not allowed."
        })
public final class Main implements Runnable {
    static final String VERSION = "0.1.0";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        if (fault instanceof Failure failure) {
            command.getErr().println("mutoscope: " + failure.getMessage());
            return failure.exitCode();
        }
        command.getErr().println("mutoscope: internal error: " + fault);
        if (System.getenv("MUTOSCOPE_DEBUG") != null) {
            fault.printStackTrace(command.getErr());
        }
        return Failure.INTERNAL;
    }
}
