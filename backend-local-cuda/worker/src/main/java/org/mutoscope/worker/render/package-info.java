/** What it means to render: the order, where pictures go, how it is cancelled, how it fails. */
package org.mutoscope.worker.render;
