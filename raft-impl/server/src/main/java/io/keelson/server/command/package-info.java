/** The commands {@code server} and {@code cluster}, and the plain entry point that runs a server without the launcher. */
package io.keelson.server.command;
