package org.mutoscope.cli;

import picocli.CommandLine.Command;

/** What holders earn. */
@Command(
        name = "revenue",
        description = "what holders earn",
        mixinStandardHelpOptions = true,
        subcommands = {
            RevenueEarnings.Balance.class,
            RevenueEarnings.Lines.class,
            RevenueEarnings.Models.class,
            RevenueEarnings.Split.class,
            RevenueEarnings.Tip.class,
            RevenueEarnings.Suspense.class
        },
        synopsisSubcommandLabel = "balance|lines|models|split|tip|suspense")
final class RevenueCommand {}
