package org.mutoscope.cli;

import picocli.CommandLine.Command;

/** What holders earn. */
@Command(
        name = "revenue",
        description = "what holders earn: shares, income, months, deals, payouts",
        mixinStandardHelpOptions = true,
        subcommands = {
            RevenueEarnings.Balance.class,
            RevenueEarnings.Lines.class,
            RevenueEarnings.Models.class,
            RevenueEarnings.Split.class,
            RevenueEarnings.Tip.class,
            RevenueEarnings.Suspense.class,
            RevenuePeriods.Import.class,
            RevenuePeriods.Imports.class,
            RevenuePeriods.Close.class,
            RevenuePeriods.Month.class,
            DealCommand.class,
            PayoutCommand.class
        },
        synopsisSubcommandLabel = "balance|lines|models|split|tip|suspense|import|imports|close|month|deal|payout")
final class RevenueCommand {}
