/**
 * The conversation between the platform and a worker process.
 *
 * <p>Both directions are a row of messages over the worker's standard input and output. A message is
 *
 * <pre>
 * int32   magic    0x4D555431 ("MUT1")
 * int8    type     see {@link org.mutoscope.worker.wire.MessageType}
 * int32   length   bytes that follow, 0 to the limit of the type
 * bytes   payload
 * </pre>
 *
 * <p>Integers are big-endian. A payload is either text, {@code key=value} lines in UTF-8 (see {@link org.mutoscope.worker.wire.Fields}), or, for
 * {@code FRAME}, an int32 frame number from 0 and height x width x 3 bytes RGB.
 *
 * <p>The worker begins: {@code HELLO}, then one {@code OFFER} or {@code PROBLEM} for each model folder, then {@code READY}. The platform sends
 * {@code RENDER}, one at a time; the worker answers any number of {@code PROGRESS} and {@code FRAME} and exactly one of {@code DONE},
 * {@code REFUSED}, {@code FAILED}. {@code CANCEL} makes the running render end with {@code FAILED code=cancelled}; without one it means nothing.
 * {@code PING} is answered by {@code PONG} at any time after {@code HELLO}. The end of its standard input ends the worker at once.
 *
 * <p>Exit codes of the worker: {@link org.mutoscope.worker.wire.ExitCode}. Whatever breaks these rules is garbage, and the process is ended.
 *
 * <p>The supervisor bundle carries a copy of this package, taken from the worker's jar when it is built: one source, two class paths.
 */
package org.mutoscope.worker.wire;
