package org.mutoscope.cli;

import picocli.CommandLine.Command;

/** What holders earn, for operators. */
@Command(
        name = "revenue",
        description = "what holders earn: income, months, deals",
        mixinStandardHelpOptions = true,
        subcommands = {
            RevenuePeriods.Import.class,
            RevenuePeriods.Imports.class,
            RevenuePeriods.Close.class,
            RevenuePeriods.Month.class,
            DealCommand.class
        },
        synopsisSubcommandLabel = "import|imports|close|month|deal")
final class RevenueCommand {}
