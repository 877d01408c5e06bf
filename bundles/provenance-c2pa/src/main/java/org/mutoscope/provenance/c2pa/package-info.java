/**
 * Content Credentials (C2PA 2.2) for the clips that leave the platform, written and read without a native library: boxes of MP4 and
 * JUMBF, CBOR, COSE signatures, certificates and time-stamps.
 */
package org.mutoscope.provenance.c2pa;
