/** The command {@code verify}: its phases, the table that it prints and the page that it writes. */
package io.keelson.launcher.verify;
