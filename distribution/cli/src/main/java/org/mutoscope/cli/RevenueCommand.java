package org.mutoscope.cli;

import picocli.CommandLine.Command;

/** What holders earn, for operators. */
@Command(
        name = "revenue",
        description = "what holders earn: payouts (operators)",
        mixinStandardHelpOptions = true,
        subcommands = {PayoutCommand.class},
        synopsisSubcommandLabel = "payout")
final class RevenueCommand {}
