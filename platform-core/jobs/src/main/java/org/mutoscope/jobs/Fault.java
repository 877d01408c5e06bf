package org.mutoscope.jobs;

/** Why a job ended without a clip: a short name, a sentence for its creator, and what only the operator should read. */
record Fault(String code, String message, String detail) {}
