/** From free words to the numbers a model was trained on. The supervisor bundle carries a copy, to tell creators about unknown words before they pay. */
package org.mutoscope.worker.caption;
