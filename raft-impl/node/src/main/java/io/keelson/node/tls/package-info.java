/** Certificates from files, read again when they change: for the transport between members, and for whatever else a server listens with. Below the ports. */
package io.keelson.node.tls;
