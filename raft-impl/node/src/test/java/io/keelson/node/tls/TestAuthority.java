package io.keelson.node.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An authority that signs certificates for a test, and writes them where a node looks. */
public final class TestAuthority {
    private final X509Bundle root;
    private int written;

    public TestAuthority(String name) throws Exception {
        root = new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
    }

    /** A certificate for 127.0.0.1, valid now. */
    public X509Bundle sign(String commonName) throws Exception {
        return sign(commonName, "127.0.0.1", Duration.ofDays(-1), Duration.ofDays(1));
    }

    /** A certificate for an address, valid in a span of time around now. */
    public X509Bundle sign(String commonName, String address, Duration from, Duration to) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + commonName)
                .addSanIpAddress(address)
                .notBefore(Instant.now().plus(from))
                .notAfter(Instant.now().plus(to))
                .buildIssuedBy(root);
    }

    /** Writes a certificate, its key and this authority into a directory, in place of what is there. */
    public TlsFiles write(Path directory, X509Bundle certificate, String... allowedNames) throws IOException {
        Files.createDirectories(directory);
        return new TlsFiles(
                write(directory.resolve("cert.pem"), certificate.getCertificatePathPEM()),
                write(directory.resolve("key.pem"), certificate.getPrivateKeyPEM()),
                writeAuthority(directory),
                List.of(allowedNames));
    }

    /** Writes this authority alone. */
    public Path writeAuthority(Path directory) throws IOException {
        return write(directory.resolve("ca.pem"), root.getCertificatePEM());
    }

    /** The time of last change differs each time, however fast the test is. */
    private Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(++written)));
        return file;
    }
}
