package org.mutoscope.tck;

/** What can be wrong with {@link BadPolicy}, one for each contract and named as it. */
enum PolicyFault {
    none,
    allowedIsAllowed,
    refusedIsRefused,
    sameQuerySameAnswer,
    manyCallersAtOnce,
    anyPromptIsDecided,
    refusalIsNamed,
    nothingIsInvented,
    promptStaysInside,
    serviceHasAnId;

    /** Whether it shows only where there is a bundle. What else a bundle can do wrong is shown with providers and backends: the contracts are the same. */
    boolean ofTheBundle() {
        return this == none || this == serviceHasAnId;
    }
}
