package org.mutoscope.tck;

/** What can be wrong with {@link BadShare}, one for each contract and named as it. */
enum ShareFault {
    none,
    sharedIsShared,
    neverMoreThanWasEarned,
    sameCaptureSameShares,
    orderMakesNoDifference,
    manyCallersAtOnce,
    nobodyIsInvented,
    sharesCanBeShown,
    unknownKindsAreLeftAlone
}
