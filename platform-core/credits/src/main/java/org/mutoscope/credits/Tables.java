package org.mutoscope.credits;

/** What the commands of the ledger work with. */
final class Tables {
    final Wallets wallets = new Wallets();
    final Lots lots = new Lots();
    final Holds holds = new Holds();
    final PlatformAccounts platform = new PlatformAccounts();
    private volatile FreeAllowance allowance;

    private volatile Daily daily;

    Tables(FreeAllowance allowance, Daily daily) {
        this.allowance = allowance;
        this.daily = daily;
    }

    /** What of the rule an account gets. */
    Daily daily() {
        return daily;
    }

    void daily(Daily next) {
        daily = next;
    }

    /** The rule in force for the next free lot. */
    FreeAllowance allowance() {
        return allowance;
    }

    /** Puts another rule in force; lots that are open keep their size and their end. */
    void allow(FreeAllowance next) {
        allowance = next;
    }
}
