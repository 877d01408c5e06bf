package org.mutoscope.tck;

/** What can be wrong with {@link BadBackend}, one for each contract and named as it. */
enum BackendFault {
    none,
    offerStaysTheSame,
    modelsCanBeAskedFor,
    attributesCanBeRead,
    everythingOfferedIsMade,
    slotsWorkAtOnce,
    factsAreShort,
    everyOfferHasAnEstimate,
    estimateChangesNothing,
    budgetHasAPrice,
    costStaysWithinTheEstimate,
    clipIsWhole,
    clipIsAsLongAsAsked,
    sameSeedMakesTheSameClip,
    brokenSinkIsAFailure,
    nothingComesAfterTheEnd,
    promptStaysInside,
    progressIsAFraction,
    progressDoesNotFall,
    refusalIsNamed,
    failureIsNamed,
    unknownModelIsNotMade,
    nonsenseIsNoFault,
    longestPromptIsNoFault,
    interruptEndsTheRender,
    interruptBeforeTheStartCounts,
    nextClipComesAfterAnInterrupt,
    unwantedWorkIsEnded,
    ticketComesBeforeTheWait,
    interruptedWorkIsInDoubt,
    nextAttemptGoesOn,
    resumedWaitCanBeInterrupted,
    supersededAttemptStops,
    strangeTicketBeginsNothing,
    importsOnlyTheApi,
    importsGrowWithTheApi,
    keepsToItself,
    serviceHasAnId,
    survivesTwentyCyclesUnderLoad,
    leavesNoThread,
    leavesNoClassLoader,
    stopDoesNotWaitForRenders;

    /** Whether it shows only where there is a bundle. Twenty starts take their time, and are saved for the others. */
    boolean ofTheBundle() {
        return this == none || compareTo(importsOnlyTheApi) >= 0;
    }
}
