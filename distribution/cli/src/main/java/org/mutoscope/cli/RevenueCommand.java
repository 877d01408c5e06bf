package org.mutoscope.cli;

import picocli.CommandLine.Command;

/** What holders earn, for operators. */
@Command(
        name = "revenue",
        description = "what holders earn: income, months, deals, payouts",
        mixinStandardHelpOptions = true,
        subcommands = {
            RevenuePeriods.Import.class,
            RevenuePeriods.Imports.class,
            RevenuePeriods.Close.class,
            RevenuePeriods.Month.class,
            DealCommand.class,
            PayoutCommand.class
        },
        synopsisSubcommandLabel = "import|imports|close|month|deal|payout")
final class RevenueCommand {}
