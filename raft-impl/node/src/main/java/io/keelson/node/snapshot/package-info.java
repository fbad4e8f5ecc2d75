/**
 * Snapshots on disk and on their way (thesis chapter 5): files with a manifest and a checksum for each chunk, made whole before they get their names; records packed into
 * chunks and back.
 */
package io.keelson.node.snapshot;
