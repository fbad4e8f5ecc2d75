/**
 * The command line: the root command, one file for each subcommand, and what they share of the terminal.
 *
 * <p>A subcommand is thin: it reads its options, calls the module that does the work, shows progress and turns the verdict into an
 * {@link io.keelson.launcher.ExitCode}. Results go to standard output, progress and errors to standard error.
 */
package io.keelson.launcher;
