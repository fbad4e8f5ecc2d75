/**
 * Golden transcripts: scenarios that read as documentation. A transcript is a text file of commands, each followed by what the real core made of it, in a
 * person's words; {@link io.keelson.simulation.transcript.TranscriptPlayer} plays it again and compares.
 */
package io.keelson.simulation.transcript;
