/**
 * Prompts as the numbers that text encoders read: CLIP's byte pairs and SentencePiece Unigram (T5, UMT5), with the same ids as the tokenizers of
 * transformers. {@link org.mutoscope.worker.text.Tokenizers} is the way in.
 */
package org.mutoscope.worker.text;
