package io.keelson.node.tls;

import java.nio.file.Path;
import java.util.List;

/**
 * Where an end of TLS connections has its certificates, all in PEM. They are read again whenever a file has changed, for each new connection.
 *
 * @param certificate this end's certificate, followed by those of intermediate authorities
 * @param key the certificate's private key, in PKCS#8, not encrypted
 * @param trustedCa the authorities that must have signed the other end's certificate; null if the other end, being a client, needs none
 * @param allowedNames if there are any, the other end's certificate must bear one of these, as a DNS name, an IP address or its common name; if there are none,
 *     whoever is dialled must bear the host's name, and whoever dials may bear any
 */
public record TlsFiles(Path certificate, Path key, Path trustedCa, List<String> allowedNames) {
    public TlsFiles {
        allowedNames = List.copyOf(allowedNames);
    }
}
